import type { Cluster, Exchange, Service } from '../../engine';
import type { SceneLabels } from '../model';
import { type Rect, right } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { cut } from '../plane/names';
import { hostPort } from '../pose/packet-view';
import type { AddressText, GhostService } from './layout.types';
import { endpointsOf, hasAddress, serviceOf } from './service';

export const GHOST_H = 42;

/** The Service whose ghost stands over the machines: the one that is called, else the first that has an address. */
export function ghostOf(cluster: Cluster, exchange: Exchange | undefined): Service | undefined {
  return serviceOf(cluster, exchange) ?? cluster.services.find(hasAddress);
}

/** `again`: where machines begin over which its name is repeated, as they are not all in sight at once. */
export function ghostService(
  service: Service,
  cluster: Cluster,
  box: Rect,
  exchange: Exchange | undefined,
  labels: SceneLabels,
  again: readonly number[] = [],
): GhostService {
  const { namespace = 'default', name } = service.metadata;
  const dead = endpointsOf(cluster, service).ready.size === 0;
  const slim = box.h < GHOST_H;
  const title = `${labels.service} ${namespace}/${name}`;
  const titleW = estimate(title, 13, 'bold');
  const first = (again[0] ?? right(box)) - box.x;
  const addresses = fitting(serviceAddresses(service, exchange, labels), first - 60 - (slim ? titleW : 0));
  const addressesW = addresses.reduce((sum, a) => sum + estimate(a.text, 11, 'mono') + 30, 0);
  const used = slim ? titleW + 16 + addressesW : Math.max(titleW, addressesW);
  const lines = dead ? [labels.noEndpoints, labels.refuses] : [labels.ghostLine1, labels.ghostLine2];
  const widths = lines.map((l, i) => estimate(`${l} `, LINE_SIZE, dead && i === 0 ? 'bold' : 'sans'));
  const room = again.length > 0 ? right(box) - Math.max(...again) - titleW - 66 : box.w - used - 66;
  const fits = (slim ? widths.reduce((a, b) => a + b, 0) : Math.max(...widths)) <= room;
  // Where only one fits, it is the one that says more.
  const only = dead ? 0 : 1;
  const one = !fits && (widths[only] ?? 0) <= room ? (lines[only] ?? '') : '';
  return {
    key: `${namespace}/${name}`,
    box,
    title: cut(title, first - 60, 13, 'bold'),
    titles: [box.x, ...again],
    addresses,
    slim,
    line1: fits ? (lines[0] ?? '') : one,
    line2: fits ? (lines[1] ?? '') : '',
    dead,
    namespace,
    name,
  };
}

export const LINE_SIZE = 11.5;

/** The port that is called first; addresses are never cut, so those that find no room are left out. */
function serviceAddresses(
  service: Service,
  exchange: Exchange | undefined,
  labels: SceneLabels,
): AddressText[] {
  const { spec, status } = service;
  const wanted = exchange?.request.to.port;
  const ports = [...(spec.ports ?? [])].sort(
    (a, b) =>
      Number(b.port === wanted || b.nodePort === wanted) - Number(a.port === wanted || a.nodePort === wanted),
  );
  const ips = [
    ...(spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])),
    ...(status?.loadBalancer?.ingress?.flatMap((i) => (i.ip ? [i.ip] : [])) ?? []),
    ...(spec.externalIPs ?? []),
  ].filter((ip) => ip !== 'None');
  return ports.flatMap((p): AddressText[] => [
    ...ips.map((ip): AddressText => ({ text: hostPort(ip, p.port, false), kind: 'cluster' })),
    ...(p.nodePort ? [{ text: `${labels.anyNode}:${p.nodePort}`, kind: 'node' } as const] : []),
  ]);
}

/** The port that is called has all the room it needs, its node port too; the others leave some to the words. */
function fitting(addresses: readonly AddressText[], width: number): AddressText[] {
  let used = 0;
  return addresses.filter((a, i) => {
    used += estimate(a.text, 11, 'mono') + 30;
    const called = i === 0 || (i === 1 && a.kind === 'node');
    return i === 0 || used <= width * (called ? 1 : 0.62);
  });
}
