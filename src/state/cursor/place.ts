import type { AppState, MapPlace } from '../types';

/**
 * The node or Pod that the user is at: the Pod whose address is picked out, the node chosen by hand, else the machine
 * of the current step. Undefined outside of the cluster.
 */
export function placeOfUser(
  state: Pick<AppState, 'cluster' | 'exchange' | 'cursor' | 'rulesNode' | 'selectedAddress'>,
): MapPlace | undefined {
  const { cluster, exchange, cursor, rulesNode, selectedAddress } = state;
  const place = (pod: (typeof cluster.pods)[number] | undefined): MapPlace | undefined =>
    pod && { node: pod.node, pod: `${pod.namespace}/${pod.name}` };
  const picked = cluster.pods.find(
    ({ ips, hostNetwork }) => !hostNetwork && ips.some((ip) => ip === selectedAddress),
  );
  if (picked) return place(picked);
  const machine = rulesNode ?? exchange?.steps[cursor]?.machine ?? '';
  if (machine.startsWith('node/')) return { node: machine.slice('node/'.length) };
  const name = machine.startsWith('pod/') ? machine.slice('pod/'.length) : undefined;
  return place(cluster.pods.find((pod) => `${pod.namespace}/${pod.name}` === name));
}
