import { type ReactNode, useState } from 'react';
import { t } from '../i18n';
import { Tabs } from '../ui/Tabs';
import { useChangesTab } from './ChangesTab';

/** The steps and what stands with them; beside them, once there is something to show, what the last change did. */
export function StepsAndChanges({ steps }: { readonly steps: ReactNode }) {
  const [view, setView] = useState<'steps' | 'changes'>('steps');
  return (
    <Tabs<'steps' | 'changes'>
      className="inner-tabs"
      label={t('changes.views')}
      value={view}
      onChange={setView}
      tabs={[{ id: 'steps', label: t('shell.tabs.steps'), content: steps }, ...useChangesTab()]}
    />
  );
}
