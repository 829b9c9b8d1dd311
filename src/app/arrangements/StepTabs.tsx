import { type ReactNode, useState } from 'react';
import { t } from '../../i18n';
import { appStore } from '../../state/store';
import { Tabs } from '../../ui/controls/Tabs';
import { useChangesTab } from './ChangesTab';
import { useTrafficTab } from './TrafficTab';
import { useReveal } from './useReveal';

type View = 'steps' | 'packet' | 'changes' | 'traffic';

interface StepTabsProps {
  readonly label: string;
  readonly steps: ReactNode;
  /** The packet at the step, where it has no place of its own. */
  readonly packet?: ReactNode;
}

/** The steps and what takes turns with them: the last change and many connections, once there is something to show. */
export function StepTabs({ label, steps, packet }: StepTabsProps) {
  const [view, setView] = useState<View>(() =>
    appStore.getState().reveal.panel === 'traffic' ? 'traffic' : 'steps',
  );
  useReveal((panel) => {
    if (panel === 'traffic') setView('traffic');
  });
  return (
    <Tabs<View>
      className="inner-tabs"
      label={label}
      value={view}
      onChange={setView}
      tabs={[
        { id: 'steps', label: t('shell.tabs.steps'), content: steps },
        ...(packet ? [{ id: 'packet' as const, label: t('shell.tabs.packet'), content: packet }] : []),
        ...useChangesTab(),
        ...useTrafficTab(),
      ]}
    />
  );
}
