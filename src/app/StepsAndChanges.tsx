import { type ReactNode, useState } from 'react';
import { t } from '../i18n';
import { appStore } from '../state/store';
import { Tabs } from '../ui/Tabs';
import { useChangesTab } from './ChangesTab';
import { useTrafficTab } from './TrafficTab';
import { useReveal } from './useReveal';

type View = 'steps' | 'changes' | 'traffic';

/** The steps and what stands with them; beside them, once there is something to show, what the last change did. */
export function StepsAndChanges({ steps }: { readonly steps: ReactNode }) {
  const [view, setView] = useState<View>(() =>
    appStore.getState().reveal.panel === 'traffic' ? 'traffic' : 'steps',
  );
  useReveal((panel) => {
    if (panel === 'traffic') setView('traffic');
  });
  return (
    <Tabs<View>
      className="inner-tabs"
      label={t('changes.views')}
      value={view}
      onChange={setView}
      tabs={[
        { id: 'steps', label: t('shell.tabs.steps'), content: steps },
        ...useChangesTab(),
        ...useTrafficTab(),
      ]}
    />
  );
}
