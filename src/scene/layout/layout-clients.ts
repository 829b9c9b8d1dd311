import { type Cluster, type IpFamily, type MachineId, machineId } from '../../engine';
import { addressWidth } from '../draw/mark';
import type { SceneLabels, SceneMode } from '../model';
import { point, rect, right } from '../plane/geometry';
import { estimate } from '../plane/measure';
import type { Journey } from '../way/journey';
import { LABEL_SIZE, type Levels } from './anatomy';
import type { AddressText, ClientBox, KindOf } from './layout.types';
import { addressText, ofFamily } from './layout-machines';

export interface StripInput {
  readonly cluster: Cluster;
  readonly journey: Journey;
  readonly family: IpFamily;
  readonly mode: SceneMode;
  readonly labels: SceneLabels;
  readonly kindOf: KindOf;
  /** The widest that the packet's card gets. */
  readonly card: number;
  /** A packet is sent, and no machine is open that its card could stand in. */
  readonly bare: boolean;
}

/** What stands on the left, beside the machines, on the same LAN. */
export interface Strip {
  readonly width: number;
  clients(v: Levels): ClientBox[];
}

/** Half of the client's screen, and of the base that it stands on. */
const SCREEN = 35;
const BASE = 43;
const CLIENT_H = 44;
const BOX_H = 40;
/** From the middle of a box at the strip's right to the machines. */
const FROM_RIGHT = 66;
/** From lane to lane at a port. */
export const PORT_LANE = 12;

/**
 * The client, and if they take part the router and the load balancer. The balancer stands over the client, so that the
 * strip stays narrow; where one machine at a time is seen there is room for it at the client's side.
 *
 *     ┌ load balancer ┐
 *     address   │ │
 *     [client]  │ │  [router]
 *     ───┴──────┴─┴──────┴──── LAN
 */
export function strip(input: StripInput): Strip {
  const { cluster, journey, family, mode, labels, kindOf, card } = input;
  const { gateways, balancers = [] } = cluster.lan;
  const addressOf = (ips: Parameters<typeof ofFamily>[0]) =>
    addressText(ofFamily(ips, family) as Parameters<typeof addressText>[0], kindOf);
  const own = addressOf(cluster.outside.ips);
  const half = Math.max(BASE + 1, own ? addressWidth(own, LABEL_SIZE) / 2 + 1 : 0, titled(labels.outside));
  const full = mode === 'full';
  const { usesRouter, usesBalancer } = journey;
  const stacked = usesBalancer && (full || usesRouter);
  const center = usesBalancer ? half : Math.max(52, half);
  const [router, balancer] = [
    { title: labels.router, address: addressOf(gateways) },
    { title: labels.balancer, address: addressOf(balancers) },
  ];
  /** The balancer's first lane goes down beside the client and its address. */
  const lane = center + half + 7;
  const clear = stacked ? lane + PORT_LANE + 10 : 2 * center;
  const width = Math.max(
    clear,
    stacked ? boxWidth(balancer) : 0,
    usesRouter || input.bare ? Math.max(card + 16, 250, clear + boxWidth(router) + 16) : 0,
    full ? 104 : card + 24,
  );
  return {
    width,
    clients(v) {
      const base = v.nicY - 3;
      const client = centred('outside', center, 2 * SCREEN, CLIENT_H, base, {
        title: labels.outside,
        address: own,
      });
      const beside = (id: string, what: Named) =>
        centred(id, width - FROM_RIGHT, boxWidth(what), BOX_H, base, what);
      // Above the client's address.
      const over = (what: Named): ClientBox => {
        const w = boxWidth(what);
        const x = Math.max(0, clear - w);
        const box = rect(x, client.box.y - 26 - BOX_H, w, BOX_H);
        return { id: machineId('lb'), box, port: point(lane, box.y + BOX_H + 2), ...what };
      };
      return [
        client,
        ...(usesRouter ? [beside('router', router)] : []),
        ...(usesBalancer ? [stacked ? over(balancer) : beside('lb', balancer)] : []),
      ];
    },
  };
}

interface Named {
  readonly title: string;
  readonly address: AddressText | undefined;
}

const titled = (title: string): number => estimate(title, LABEL_SIZE, 'sans') / 2 + 8;
const boxWidth = ({ title, address }: Named): number =>
  Math.max(2 * titled(title) + 6, address ? addressWidth(address, LABEL_SIZE) + 18 : 0);

/** `center` is the middle of the box, `base` the height that its foot stands on. */
function centred(id: string, center: number, w: number, h: number, base: number, what: Named): ClientBox {
  const width = Math.max(w, 2 * titled(what.title));
  return {
    id: id as MachineId,
    box: rect(center - width / 2, base - h, width, h),
    port: point(center, base + 5),
    ...what,
  };
}

/** The right edge of what stands on the left of the rightmost of them, and its own left edge. */
export function columnBetween(clients: readonly ClientBox[]): number {
  const sorted = [...clients].sort((a, b) => right(a.box) - right(b.box));
  const last = sorted.pop();
  if (!last) return 0;
  const before = Math.max(...sorted.map((c) => right(c.box)));
  return sorted.length > 0 ? (before + last.box.x) / 2 : right(last.box) + 26;
}

export function lanTitle(networks: readonly string[], family: IpFamily): string {
  return `LAN ${ofFamily(networks, family) ?? ''}`;
}
