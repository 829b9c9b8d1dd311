import './app.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import Stepper from '../panels/stepper';
import { appStore } from '../state/store';
import { Embed } from './Embed';
import { arrangementFor } from './layout';
import { Notices } from './Notices';
import { Phone } from './Phone';
import { listenForShortcuts } from './shortcuts';
import { Tablet } from './Tablet';
import { PhoneBar, TopBar } from './TopBar';
import { useWidth } from './useWidth';
import { Workbench } from './Workbench';

const HelpDialog = lazy(() => import('./HelpDialog'));

export interface AppProps {
  /** In a frame of another page: map and stepper alone. */
  readonly embed: boolean;
  readonly hideTitle: boolean;
}

function Whole({ onHelp }: { onHelp(): void }) {
  const width = useWidth();
  const arrangement = arrangementFor(width);
  const phone = arrangement === 'phone';
  return (
    <div className={`page page-${arrangement}`}>
      {phone ? <PhoneBar onHelp={onHelp} /> : <TopBar onHelp={onHelp} />}
      <Notices />
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
  useEffect(() => listenForShortcuts(appStore.getState, () => setHelp(true)), []);
  return (
    <>
      {embed ? <Embed hideTitle={hideTitle} /> : <Whole onHelp={() => setHelp(true)} />}
      <Suspense>{help && <HelpDialog open onOpenChange={setHelp} />}</Suspense>
    </>
  );
}
