import './app.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import Stepper from '../panels/stepper';
import { appStore, useApp } from '../state/store';
import { Embed } from './Embed';
import { arrangementFor } from './layout';
import { Notices } from './Notices';
import { Phone } from './Phone';
import { listenForShortcuts } from './shortcuts';
import { Tablet } from './Tablet';
import { type BarProps, PhoneBar, TopBar } from './TopBar';
import { useWidth } from './useWidth';
import { Workbench } from './Workbench';

const HelpDialog = lazy(() => import('./HelpDialog'));
const GalleryDialog = lazy(() => import('./GalleryDialog'));
const Hints = lazy(() => import('./Hints'));
const ExportDialog = lazy(() => import('./ExportDialog'));

export interface AppProps {
  /** In a frame of another page: map and stepper alone. */
  readonly embed: boolean;
  readonly hideTitle: boolean;
}

function Whole(bar: BarProps) {
  const width = useWidth();
  const arrangement = arrangementFor(width);
  const phone = arrangement === 'phone';
  const hints = useApp((s) => s.hint !== undefined);
  return (
    <div className={`page page-${arrangement}`}>
      {phone ? <PhoneBar {...bar} /> : <TopBar {...bar} />}
      <div>
        <Notices />
        <Suspense>{hints && <Hints />}</Suspense>
      </div>
      {phone && <Phone />}
      {arrangement === 'tabs' && <Tablet />}
      {arrangement === 'columns' && <Workbench width={width} />}
      {!phone && <Stepper />}
    </div>
  );
}

/** The whole page. */
export function App({ embed, hideTitle }: AppProps) {
  const [help, setHelp] = useState(false);
  const [gallery, setGallery] = useState(false);
  const [exporting, setExporting] = useState(false);
  useEffect(() => listenForShortcuts(appStore.getState, () => setHelp(true)), []);
  return (
    <>
      {embed ? (
        <Embed hideTitle={hideTitle} />
      ) : (
        <Whole
          onHelp={() => setHelp(true)}
          onGallery={() => setGallery(true)}
          onExport={() => setExporting(true)}
        />
      )}
      <Suspense>{help && <HelpDialog onClose={() => setHelp(false)} />}</Suspense>
      <Suspense>{gallery && <GalleryDialog onClose={() => setGallery(false)} />}</Suspense>
      <Suspense>{exporting && <ExportDialog onClose={() => setExporting(false)} />}</Suspense>
    </>
  );
}
