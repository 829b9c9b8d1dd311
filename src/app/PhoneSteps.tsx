import { useState } from 'react';
import { t } from '../i18n';
import PacketPanel from '../panels/packet';
import Steps from '../panels/steps';
import { Tabs } from '../ui/Tabs';
import { useChangesTab } from './ChangesTab';

/** The steps, the packet at that step, and the last change, in turns: each has the height, and the one scroll. */
export function PhoneSteps() {
  const [view, setView] = useState<'steps' | 'packet' | 'changes'>('steps');
  return (
    <Tabs<'steps' | 'packet' | 'changes'>
      className="inner-tabs"
      label={t('shell.tabs.region')}
      value={view}
      onChange={setView}
      tabs={[
        { id: 'steps', label: t('shell.tabs.steps'), content: <Steps /> },
        { id: 'packet', label: t('shell.tabs.packet'), content: <PacketPanel /> },
        ...useChangesTab(),
      ]}
    />
  );
}
