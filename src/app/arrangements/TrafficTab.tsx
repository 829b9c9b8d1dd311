import { t } from '../../i18n';
import { useApp } from '../../state/store';
import type { TabSpec } from '../../ui/controls/Tabs';
import { lazily } from '../../ui/view/lazily';

const TrafficPanel = lazily(
  () => import('../../panels/traffic'),
  () => t('traffic.title'),
  <div />,
);

/** A tab beside the steps, from the first time that many connections were asked for. */
export function useTrafficTab(): readonly TabSpec<'traffic'>[] {
  const open = useApp((s) => s.trafficOpen);
  if (!open) return [];
  return [{ id: 'traffic', label: t('traffic.title'), content: <TrafficPanel /> }];
}
