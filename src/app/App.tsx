import './app.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, useState } from 'react';
import Stepper from '../panels/stepper';
import { appStore } from '../state/store';
import { Embed } from './Embed';
import { HelpDialog } from './HelpDialog';
import { arrangementFor } from './layout';
import { Notices } from './Notices';
import { Phone } from './Phone';
import { listenForShortcuts } from './shortcuts';
import { Tablet } from './Tablet';
import { TopBar } from './TopBar';
import { useWidth } from './useWidth';
import { Workbench } from './Workbench';

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
      <TopBar phone={phone} onHelp={onHelp} />
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
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        {embed ? <Embed hideTitle={hideTitle} /> : <Whole onHelp={() => setHelp(true)} />}
        <HelpDialog open={help} onOpenChange={setHelp} />
      </Tooltip.Provider>
    </CSPProvider>
  );
}
