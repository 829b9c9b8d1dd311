import type { Pod } from '../api';

/** Ready condition; without one, a Pod is ready unless its phase says that it does not run. Absent status: ready. */
export function isReady({ status }: Pod): boolean {
  const condition = status?.conditions?.find(({ type }) => type === 'Ready');
  if (condition) return condition.status === 'True';
  return status?.phase === undefined || status.phase === 'Running';
}

export const isTerminating = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;

/** Its processes have ended: no address, no endpoint (podutil.IsPodTerminal). */
export const isFinished = ({ status }: Pod): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed';

/** Not on a node yet, or without a network there, and the text knows it. */
export const isPending = ({ status }: Pod): boolean =>
  status?.phase === 'Pending' && !status.podIP && !status.podIPs?.length;
