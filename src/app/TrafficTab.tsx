import { lazy, Suspense } from 'react';
import { t } from '../i18n';
import { useApp } from '../state/store';
import type { TabSpec } from '../ui/Tabs';

const TrafficPanel = lazy(() => import('../panels/traffic'));

/** A tab beside the steps, from the first time that many connections were asked for. */
export function useTrafficTab(): readonly TabSpec<'traffic'>[] {
  const open = useApp((s) => s.trafficOpen);
  if (!open) return [];
  const content = (
    <Suspense fallback={<div />}>
      <TrafficPanel />
    </Suspense>
  );
  return [{ id: 'traffic', label: t('traffic.title'), content }];
}
