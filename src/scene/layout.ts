import type { ClusterNode, IpFamily, MachineId } from '../engine';
import { addressKind } from '../engine';
import { type Anatomy, anatomy, NIC_BOTTOM, NIC_Y } from './anatomy';
import { cardSize, type Envelope, innerSize } from './card-size';
import { farField, farHeight, nearNodes } from './far';
import { bottom, point, type Rect, rect, right, union } from './geometry';
import { type Journey, journeyOf } from './journey';
import {
  type BridgeRun,
  bridgeLanes,
  type Lanes,
  laneOffset,
  passLanes,
  portLanes,
  runKey,
  vethKey,
  vethLanes,
  vethOffset,
  wireLanes,
} from './lanes';
import type { ClientBox, KindOf, Layout, OpenMachine } from './layout.types';
import { GHOST_H, ghostOf, ghostService, SLIM_H } from './layout-ghost';
import {
  addressText,
  foldedMachine,
  foldedTop,
  hostOf,
  type MachineContext,
  nodeMachine,
  ofFamily,
  openMachine,
} from './layout-machines';
import { podsByNode, rowsFor } from './layout-pods';
import { COLUMN_GAP, columnWidth, FOLDED_WIDTH, PAD, widths } from './layout-width';
import { estimate } from './measure';
import type { SceneModel, Size } from './model';
import { type PacketView, packetViews } from './packet-view';
import { lanPort, WIRE_FIRST, WIRE_STEP } from './ports';
import { kindOfKey, podOfKey } from './road';
import { endpointsOf } from './service';

export interface LayoutInput {
  readonly model: Omit<SceneModel, 'cursor' | 'stops' | 'reducedMotion'>;
  readonly size: Size;
  /** Nodes that a person opened, although no packet visits them. */
  readonly opened?: ReadonlySet<MachineId>;
}

export interface Planned {
  readonly layout: Layout;
  readonly views: readonly PacketView[];
}

const CHANNEL = 14;
/** From the LAN line to the crowd. */
const FAR_GAP = 26;
const GHOST_GAP = 8;

/** Where everything stands. The same input gives the same picture; nothing here depends on time. */
export function layoutOf({ model, size, opened }: LayoutInput): Planned {
  const { cluster, network, exchange, mode, labels } = model;
  const kindOf: KindOf = (ip) => addressKind(cluster, ip);
  const views = exchange ? packetViews(exchange, kindOf) : [];
  const journey = journeyOf(exchange, network, hostOf(cluster));
  const family: IpFamily = exchange?.request.to.ip.includes(':') ? 6 : 4;
  const service = ghostOf(cluster, exchange);
  const { near, far } = nearNodes(cluster, new Set([...journey.touched, ...(opened ?? [])]));
  const isOpen = (n: ClusterNode) =>
    journey.touched.has(nodeMachine(n.name)) || opened?.has(nodeMachine(n.name)) === true || !exchange;
  const open = near.filter(isOpen);
  const pods = podsByNode(cluster);
  const rows = Math.max(1, ...open.map((n) => rowsFor(pods.get(n.name)?.length ?? 0)));

  const inner = largest(views.map(innerSize));
  const beside = mode === 'embed' && size.width >= 600;
  const crossing = views.some((v) => v.outer);
  const wireCount = Math.min(3, journey.wires.length);
  const lanH = 18 + Math.max(22, WIRE_FIRST + WIRE_STEP * wireCount - 3);
  const ghosted = service !== undefined && (mode === 'full' || beside);
  // Side by side the outer addresses fit under the bridge; those of IPv6 are too long for that.
  const envelope: Envelope = family === 4 ? 'flat' : 'tall';
  const card = largest(views.map((v) => cardSize(v, envelope)));
  const zone = zoneWidth(journey, card.width, mode, exchange !== undefined, open.length);
  const air = beside ? 26 : Math.max(96, inner.height + 23, crossing ? card.height + 15 : 0);
  const tops = near
    .filter((n) => !isOpen(n) && mode === 'full')
    .map((n) => foldedTop(pods.get(n.name)?.length ?? 0));
  const top = Math.min(
    ...tops,
    ...(open.length > 0 || tops.length === 0 ? [anatomy(360, air, rows).wallTop] : []),
  );
  const plan = (ghost: number) => {
    const above = ghosted && !beside ? ghost + GHOST_GAP : 0;
    const crowd = mode === 'full' && far.length > 0 ? FAR_GAP + farHeight(far.length, size.width) : 0;
    const height = above + NIC_BOTTOM - top + lanH + crowd;
    const fit = widths({
      size,
      mode,
      open: open.length,
      folded: near.length - open.length,
      outside: zone + CHANNEL,
      height,
      crossing,
      card: card.width,
    });
    return { ghost, ...fit };
  };
  const roomy = plan(GHOST_H);
  const chosen = roomy.scale < 1 ? plan(SLIM_H) : roomy;
  const { machine: width, gap, scale } = chosen;
  const ghostH = ghosted ? (beside ? GHOST_H : chosen.ghost) : 0;

  const context: MachineContext = {
    cluster,
    machines: network.machines,
    journey,
    family,
    service,
    kindOf,
    texts: {
      labels,
      address: (pod) => {
        const text = addressText(ofFamily(pod.ips, family), kindOf);
        return text && (pod.hostNetwork ? { ...text, glyph: 'pod' } : text);
      },
    },
  };
  const a = anatomy(width, air, rows);
  const machines: OpenMachine[] = [];
  const folded: Layout['folded'][number][] = [];
  let x = zone + CHANNEL + (mode === 'full' ? 0 : gap);
  for (const node of near) {
    const list = pods.get(node.name) ?? [];
    if (isOpen(node)) machines.push(openMachine(node, list, x, a, context));
    else if (mode === 'full') folded.push(foldedMachine(node, list, x, context));
    else continue;
    x += (isOpen(node) ? width : FOLDED_WIDTH) + gap;
  }

  const outsideIp = ofFamily(cluster.outside.ips, family);
  const outside = client('outside', 52, 70, 44, labels.outside, addressText(outsideIp, kindOf));
  const gateway = addressText(ofFamily(cluster.lan.gateways, family), kindOf);
  const router = journey.usesRouter
    ? client('router', zone - 66, 118, 40, labels.router, gateway)
    : undefined;
  const find = (id: string) =>
    machines.find((m) => m.id === id) ?? (id === 'outside' ? outside : id === 'router' ? router : undefined);
  const lanes = lanesOf(journey, find);
  const lanY = NIC_BOTTOM + Math.max(22, WIRE_FIRST + lanes.wireCount * WIRE_STEP - 3);

  const walls = [...machines.map((m) => m.wall), ...folded.map((m) => m.wall)];
  const all = union(walls.length > 0 ? walls : [rect(zone + CHANNEL, a.wallTop, 300, 100)]);
  const ghosts =
    !service || ghostH === 0
      ? []
      : beside
        ? machines.map((m) =>
            rect(right(m.wall) + COLUMN_GAP, m.wall.y, columnWidth(size, scale, m.a.w, card.width), ghostH),
          )
        : [rect(all.x, all.y - GHOST_GAP - ghostH, all.w, ghostH)];
  const content = union([all, ...ghosts, rect(0, 0, 10, lanY + 18)]);
  const farBox =
    far.length > 0 && mode === 'full'
      ? farField({
          nodes: far,
          pods,
          endpoints: service ? endpointsOf(cluster, service) : { ready: new Set(), notReady: new Set() },
          x: content.x + Math.min(0, (content.w - size.width / scale) / 2 + PAD),
          y: lanY + FAR_GAP,
          width: Math.max(content.w, size.width / scale - 2 * PAD),
        })
      : undefined;
  const bounds = farBox ? union([content, farBox.box]) : content;
  const layout: Layout = {
    mode,
    size,
    scale,
    bounds,
    machines,
    folded,
    ghosts: service ? ghosts.map((box) => ghostService(service, cluster, box, exchange, labels)) : [],
    outside,
    router,
    lan: { y: lanY, x1: 4, x2: right(content), title: lanTitle(cluster.lan.networks, family) },
    far: farBox,
    journey,
    lanes,
    gap,
    envelope,
    card,
  };
  return { layout, views };
}

function largest(sizes: readonly Size[]): Size {
  return {
    width: Math.max(212, ...sizes.map((s) => s.width)),
    height: Math.max(80, ...sizes.map((s) => s.height)),
  };
}

/** The strip on the left: the client, and the router with room for the card where a packet gets lost there. */
function zoneWidth(journey: Journey, card: number, mode: string, sent: boolean, open: number): number {
  if (mode !== 'full') return card + 24;
  return journey.usesRouter || (sent && open === 0) ? Math.max(card + 16, 250) : 104;
}

function client(
  id: string,
  center: number,
  w: number,
  h: number,
  title: string,
  address: ClientBox['address'],
): ClientBox {
  const width = Math.max(w, estimate(title, 11, 'sans') + 16);
  return {
    id: id as MachineId,
    box: rect(center - width / 2, NIC_Y - 3 - h, width, h),
    port: point(center, NIC_Y + 2),
    title,
    address,
  };
}

function lanTitle(networks: readonly string[], family: IpFamily): string {
  return `LAN ${ofFamily(networks, family) ?? ''}`;
}

type Find = (id: string) => OpenMachine | ClientBox | undefined;

function lanesOf(journey: Journey, find: Find): Lanes {
  const pass = passLanes(journey);
  const veth = vethLanes(journey);
  const port = portLanes(journey);
  const bridge = bridgeLanes(bridgeRuns(journey, find, pass, veth));
  const wire = wireLanes(journey, (w) => [
    lanPort(w.from, 'out', find(w.from.machine), { pass, port }).x,
    lanPort(w.to, 'in', find(w.to.machine), { pass, port }).x,
  ]);
  const wireCount = Math.max(0, ...[...wire.values()].map((l) => l + 1));
  return { pass, veth, port, bridge, wire, wireCount };
}

/** Stretches along cni0 between a Pod's veth and a riser, where these do not stand in line. */
function bridgeRuns(
  journey: Journey,
  find: Find,
  pass: ReadonlyMap<number, number>,
  veth: ReadonlyMap<string, number>,
): BridgeRun[] {
  const runs = new Map<string, BridgeRun>();
  for (const leg of journey.legs) {
    for (const v of leg.vertices) {
      const pod = v.at === 'key' ? podOfKey(v.key) : undefined;
      if (v.at !== 'key' || !pod) continue;
      const way = kindOfKey(v.key).startsWith('r') ? 'in' : 'out';
      const machine = find(v.pass.machine);
      if (!machine || !('a' in machine)) continue;
      const from = vethX(machine, pod, veth.get(vethKey(v.pass, pod, way)) ?? 0);
      const to = riserX(machine.a, way, pass.get(v.pass.id) ?? 0);
      if (Math.abs(from - to) < 1) continue;
      const key = runKey(v.pass, way);
      runs.set(key, { key, machine: machine.id, from, to });
    }
  }
  return [...runs.values()];
}

/** Machine-local x of a Pod's veth on its lane; lanes go inwards from the machine's sides. */
export function vethX(machine: OpenMachine, pod: string, lane: number): number {
  const box = machine.pods.find((p) => `pod/${p.key}` === pod);
  const x = (box?.veth ?? machine.x + machine.a.left) - machine.x;
  return x + (x <= machine.a.w / 2 ? 1 : -1) * vethOffset(lane);
}

/** A Pod's packets come in by the left riser and go out to it by the right one. */
export function riserX(a: Anatomy, way: 'in' | 'out', lane: number): number {
  return way === 'out' ? a.left + laneOffset(lane) : a.right - laneOffset(lane);
}

/** The area that a machine and what belongs to it take; the camera's measure. */
export function machineArea(layout: Layout, machine: OpenMachine): Rect {
  const below = layout.lan.y + 6;
  return rect(
    machine.wall.x,
    machine.wall.y,
    machine.wall.w,
    Math.max(bottom(machine.wall), below) - machine.wall.y,
  );
}
