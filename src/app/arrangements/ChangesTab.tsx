import { t } from '../../i18n';
import { useApp } from '../../state/store';
import type { TabSpec } from '../../ui/controls/Tabs';
import { lazily } from '../../ui/view/lazily';

const ChangesPanel = lazily(
  () => import('../../panels/changes'),
  () => t('changes.tab'),
  <div />,
);

/** A tab beside the steps, there only while the last change has something to show. */
export function useChangesTab(): readonly TabSpec<'changes'>[] {
  const any = useApp((s) => s.changes !== undefined);
  const count = useApp((s) => s.changes?.count ?? 0);
  if (!any) return [];
  return [{ id: 'changes', label: t('changes.tab'), count, content: <ChangesPanel /> }];
}
