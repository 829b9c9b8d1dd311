import './app.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import Stepper from '../panels/stepper';
import { appStore, useApp } from '../state/store';
import { Embed } from './Embed';
import { arrangementFor } from './layout';
import { Notices } from './Notices';
import { Phone } from './Phone';
import { usePresenting } from './presenting';
import { Skip } from './Skip';
import { listenForShortcuts } from './shortcuts';
import { Tablet } from './Tablet';
import { type BarProps, PhoneBar, TopBar } from './TopBar';
import { useWidth } from './useWidth';
import { Workbench } from './Workbench';

const HelpDialog = lazy(() => import('./HelpDialog'));
const Presentation = lazy(() => import('./Presentation'));
const Search = lazy(() => import('../panels/search'));
const GalleryDialog = lazy(() => import('./GalleryDialog'));
const Hints = lazy(() => import('./Hints'));
const ExportDialog = lazy(() => import('./ExportDialog'));

export interface AppProps {
  /** In a frame of another page: map and stepper alone. */
  readonly embed: boolean;
  readonly hideTitle: boolean;
}

interface WholeProps extends Omit<BarProps, 'onPresent'> {
  readonly presenting: ReturnType<typeof usePresenting>;
}

function Whole({ presenting: [presenting, present], ...rest }: WholeProps) {
  const width = useWidth();
  const arrangement = arrangementFor(width);
  const phone = arrangement === 'phone';
  const hints = useApp((s) => s.hint !== undefined);
  const bar = { ...rest, onPresent: () => present(presenting ? undefined : 'map') };
  return (
    <div className={`page page-${arrangement}`}>
      <Skip />
      {phone ? <PhoneBar {...bar} /> : <TopBar {...bar} />}
      <div>
        <Notices />
        {/* Its room is there from the first moment: the Map is fitted once. */}
        <Suspense fallback={<div className="notice hint" />}>{hints && !presenting && <Hints />}</Suspense>
      </div>
      {presenting ? (
        <Suspense fallback={<main />}>
          <Presentation view={presenting} onView={present} />
        </Suspense>
      ) : (
        <>
          {phone && <Phone />}
          {arrangement === 'tabs' && <Tablet />}
          {arrangement === 'columns' && <Workbench width={width} />}
        </>
      )}
      {(presenting || !phone) && <Stepper />}
    </div>
  );
}

/** The whole page. */
export function App({ embed, hideTitle }: AppProps) {
  const [help, setHelp] = useState(false);
  const [search, setSearch] = useState(false);
  const [gallery, setGallery] = useState(false);
  const [exporting, setExporting] = useState(false);
  const presenting = usePresenting();
  const [, present] = presenting;
  useEffect(
    () =>
      listenForShortcuts(appStore.getState, {
        help: () => setHelp(true),
        ...(embed ? {} : { search: () => setSearch(true), present: () => present('map') }),
      }),
    [embed, present],
  );
  return (
    <>
      {embed ? (
        <Embed hideTitle={hideTitle} />
      ) : (
        <Whole
          presenting={presenting}
          onSearch={() => setSearch(true)}
          onHelp={() => setHelp(true)}
          onGallery={() => setGallery(true)}
          onExport={() => setExporting(true)}
        />
      )}
      <Suspense>{help && <HelpDialog onClose={() => setHelp(false)} />}</Suspense>
      <Suspense>{search && <Search onClose={() => setSearch(false)} />}</Suspense>
      <Suspense>{gallery && <GalleryDialog onClose={() => setGallery(false)} />}</Suspense>
      <Suspense>{exporting && <ExportDialog onClose={() => setExporting(false)} />}</Suspense>
    </>
  );
}
