import './app.css';
import { useEffect, useState } from 'react';
import { t } from '../i18n';
import Stepper from '../panels/stepper';
import { appStore, useApp } from '../state/store';
import { lazily } from '../ui/view/lazily';
import { Embed } from './arrangements/Embed';
import { arrangementFor } from './arrangements/layout';
import { Phone } from './arrangements/Phone';
import { Tablet } from './arrangements/Tablet';
import { useWidth } from './arrangements/useWidth';
import { Workbench } from './arrangements/Workbench';
import { type BarProps, PhoneBar, TopBar } from './bar/TopBar';
import { Notices } from './Notices';
import { usePresenting } from './presentation/presenting';
import { Skip } from './Skip';
import { listenForShortcuts } from './shortcuts';

const HelpDialog = lazily(
  () => import('./dialogs/HelpDialog'),
  () => t('shell.help.title'),
);
const Presentation = lazily(
  () => import('./presentation/Presentation'),
  () => t('shell.top.present'),
  <main />,
);
const Search = lazily(
  () => import('../panels/search'),
  () => t('search.title'),
);
const GalleryDialog = lazily(
  () => import('./dialogs/GalleryDialog'),
  () => t('shell.gallery.title'),
);
// Their room is there from the first moment: the Map is fitted once.
const Hints = lazily(
  () => import('./dialogs/Hints'),
  () => t('shell.hints.region'),
  <div className="notice hint" />,
);
const ExportDialog = lazily(
  () => import('./dialogs/ExportDialog'),
  () => t('shell.export.title'),
);

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
        {hints && !presenting && <Hints />}
      </div>
      {presenting ? (
        <Presentation view={presenting} onView={present} />
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
      {help && <HelpDialog onClose={() => setHelp(false)} />}
      {search && <Search onClose={() => setSearch(false)} />}
      {gallery && <GalleryDialog onClose={() => setGallery(false)} />}
      {exporting && <ExportDialog onClose={() => setExporting(false)} />}
    </>
  );
}
