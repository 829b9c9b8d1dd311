import { useState } from 'react';
import { t } from '../i18n';
import PacketPanel from '../panels/packet';
import Steps from '../panels/steps';
import { appStore } from '../state/store';
import { Tabs } from '../ui/Tabs';
import { useChangesTab } from './ChangesTab';
import { useTrafficTab } from './TrafficTab';
import { useReveal } from './useReveal';

type View = 'steps' | 'packet' | 'changes' | 'traffic';

/** The steps, the packet at that step, and the last change, in turns: each has the height, and the one scroll. */
export function PhoneSteps() {
  const [view, setView] = useState<View>(() =>
    appStore.getState().reveal.panel === 'traffic' ? 'traffic' : 'steps',
  );
  useReveal((panel) => {
    if (panel === 'traffic') setView('traffic');
  });
  return (
    <Tabs<View>
      className="inner-tabs"
      label={t('shell.tabs.region')}
      value={view}
      onChange={setView}
      tabs={[
        { id: 'steps', label: t('shell.tabs.steps'), content: <Steps /> },
        { id: 'packet', label: t('shell.tabs.packet'), content: <PacketPanel /> },
        ...useChangesTab(),
        ...useTrafficTab(),
      ]}
    />
  );
}
