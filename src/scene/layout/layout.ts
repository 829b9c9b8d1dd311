import { addressKind, type ClusterNode, type ClusterPod, type IpFamily, type MachineId } from '../../engine';
import type { SceneModel, Size } from '../model';
import { bottom, type Rect, rect, right, union } from '../plane/geometry';
import { cardSize, innerSize } from '../pose/card-size';
import { type PacketView, packetViews } from '../pose/packet-view';
import { journeyOf } from '../way/journey';
import { countOf, wireLanes } from '../way/lanes';
import { lanesOf } from '../way/layout-lanes';
import { anatomy, LEGIBLE, type Levels, nicBottom } from './anatomy';
import { farField, farForm, farHeight, nearNodes } from './far';
import type { Envelope, KindOf, Layout, OpenMachine } from './layout.types';
import { lanTitle, strip } from './layout-clients';
import { ghostOf, ghostService } from './layout-ghost';
import {
  addressText,
  foldedMachine,
  hostOf,
  type MachineContext,
  nodeMachine,
  ofFamily,
  openMachine,
} from './layout-machines';
import { planForm } from './layout-plan';
import { podsByNode, rowsFor } from './layout-pods';
import { COLUMN_GAP, columnWidth, FOLDED_WIDTH, PAD } from './layout-width';
import { lanDrop } from './ports';
import { endpointsOf } from './service';

export interface LayoutInput {
  readonly model: Omit<SceneModel, 'cursor' | 'stops' | 'reducedMotion'>;
  readonly size: Size;
  /** Nodes that a person opened, although no packet visits them. */
  readonly opened?: ReadonlySet<MachineId>;
  /** `namespace/name` of a Pod that a person looks for: it is not among those that are only counted. */
  readonly found?: string | undefined;
}

export interface Planned {
  readonly layout: Layout;
  readonly views: readonly PacketView[];
}

const CHANNEL = 8;
/** From the LAN line's name to the crowd. */
const FAR_GAP = 8;
/** What is seen of a crowd that has no room: its heading and its first nodes, or the heading at least. */
const PEEKS = [112, 72, 48];

/** Where everything stands. The same input gives the same picture; nothing here depends on time. */
export function layoutOf({ model, size, opened, found }: LayoutInput): Planned {
  const { cluster, network, exchange, mode, labels, grouping = 'zone' } = model;
  const kindOf: KindOf = (ip) => addressKind(cluster, ip);
  const views = exchange ? packetViews(exchange, kindOf) : [];
  const journey = journeyOf(exchange, network, hostOf(cluster));
  const family: IpFamily = exchange?.request.to.ip.includes(':') ? 6 : 4;
  const service = ghostOf(cluster, exchange);
  const { near, far: crowded } = nearNodes(cluster, journey.touched, opened);
  const isOpen = (n: ClusterNode) =>
    journey.touched.has(nodeMachine(n.name)) || opened?.has(nodeMachine(n.name)) === true || !exchange;
  const open = near.filter(isOpen);
  const pods = podsByNode(cluster);
  // In a crowd the Pods beside the way are only counted: height is short.
  const most = crowded ? 1 : Math.max(1, ...open.map((n) => rowsFor(pods.get(n.name)?.length ?? 0)));

  // Which wires lie over each other is known by who stands where, before any width is.
  const order = ['outside', 'lb', 'router', ...near.map((n) => nodeMachine(n.name))];
  const wireCount = countOf(
    wireLanes(journey, ({ from, to }) => [
      100 * order.indexOf(from.machine) + 50,
      100 * order.indexOf(to.machine),
    ]),
  );

  const beside = mode === 'embed' && size.width >= 600;
  const ghosted = service !== undefined && (mode === 'full' || beside);
  // Side by side the outer addresses fit under the bridge; those of IPv6 are too long for that.
  const wrapped: Envelope = family === 4 ? 'flat' : 'tall';
  const largestIn = (envelope: Envelope) => largest([...new Set(views)].map((v) => cardSize(v, envelope)));
  const [inside, tall] = [largestIn(wrapped), largestIn('tall')];
  const left = strip({
    cluster,
    journey,
    family,
    mode,
    labels,
    kindOf,
    card: inside.width,
    bare: exchange !== undefined && open.length === 0,
  });
  const wide = left.width;
  // A client that takes no part is left out where width is short.
  const lean = journey.passes.some((p) => !p.machine.startsWith('node/')) ? wide : 0;
  const shut = mode === 'full' ? near.filter((n) => !isOpen(n)) : [];
  const far = crowded && mode === 'full';
  const planned = (rows: number, crowd: number) =>
    planForm({
      size,
      mode,
      rows,
      open: open.length,
      folded: shut.length,
      outside: wide + CHANNEL,
      outsideLean: lean > 0 ? lean + CHANNEL : 0,
      foldedPods: Math.max(0, ...shut.map((n) => pods.get(n.name)?.length ?? 0)),
      ghosted,
      crossing: views.some((v) => v.outer),
      card: inside,
      tall,
      bare: largest(views.map(innerSize)),
      below: (v) => under(v) + crowd,
    });
  const plan = (crowd: number) => planned(most, crowd);
  const under = (v: Levels) => v.lanLabel + lanDrop(wireCount, v);
  // A crowd that would make the way unreadable goes on below the edge, but one sees that it is there.
  const crowd = far ? FAR_GAP + farHeight(cluster, grouping, size.width / 0.9) : 0;
  const all = far ? plan(crowd) : undefined;
  const peeks = far ? PEEKS.map((height) => ({ height, form: plan(Math.min(crowd, height)) })) : [];
  const peek = peeks.find((p) => p.form.scale >= LEGIBLE);
  const fitting = all && all.scale >= LEGIBLE ? all : (peek?.form ?? plan(0));
  // Rather than to cut machines, or in height, Pods are counted.
  const counted = most > 1 && fitting.scale < LEGIBLE ? planned(1, 0) : fitting;
  const form = fitting.upright < LEGIBLE || counted.scale >= LEGIBLE ? counted : fitting;
  const rows = form === fitting ? most : 1;
  const { machine: width, gap, scale, v } = form;
  const zone = form.lean ? lean : wide;
  const start = zone > 0 ? zone + CHANNEL : 0;
  const envelope = form.lean ? 'tall' : wrapped;
  const card = form.lean ? tall : inside;

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
  const a = anatomy(width, form.air, rows, form.podH, v);
  const machines: OpenMachine[] = [];
  const folded: Layout['folded'][number][] = [];
  let x = start + (mode === 'full' ? 0 : gap);
  for (const node of near) {
    const list = firstOf(pods.get(node.name) ?? [], found);
    if (isOpen(node)) machines.push(openMachine(node, list, x, a, context));
    else if (mode === 'full') folded.push(foldedMachine(node, list, x, form.podH, v, context));
    else continue;
    x += (isOpen(node) ? width : FOLDED_WIDTH) + gap;
  }

  const clients = zone > 0 ? left.clients(v) : [];
  const find = (id: string) => machines.find((m) => m.id === id) ?? clients.find((c) => c.id === id);
  const lanes = lanesOf(journey, find, v);
  const lanY = nicBottom(v) + lanDrop(lanes.wireCount, v);

  const walls = [...machines.map((m) => m.wall), ...folded.map((m) => m.wall)];
  const stand = union(walls.length > 0 ? walls : [rect(start, a.wallTop, 300, 100)]);
  const ghosts =
    !service || form.ghost === 0
      ? []
      : beside
        ? machines.map((m) =>
            rect(
              right(m.wall) + COLUMN_GAP,
              m.wall.y,
              columnWidth(size, scale, m.a.w, card.width),
              form.ghost,
            ),
          )
        : [rect(stand.x, stand.y - v.ghostGap - form.ghost, stand.w, form.ghost)];
  const again = !beside && machines.length > 2 ? machines.slice(1).map((m) => m.wall.x) : [];
  const content = union([stand, ...ghosts, rect(0, 0, 10, lanY + v.lanLabel)]);
  const stage = { width: size.width - 2 * PAD, height: size.height - 2 * PAD };
  const farBox = far
    ? (() => {
        const y = lanY + v.lanLabel + FAR_GAP;
        const above = {
          width: Math.max(content.w, stage.width / scale),
          height: y - content.y,
        };
        const { width, heading } = farForm(cluster, grouping, above, stage);
        return farField({
          cluster,
          pods,
          near: new Set(near.map((n) => n.name)),
          endpoints: service ? endpointsOf(cluster, service) : { ready: new Set(), notReady: new Set() },
          grouping,
          x: content.x + (content.w - width) / 2,
          y,
          width,
          heading,
        });
      })()
    : undefined;
  const seen =
    farBox && rect(content.x, farBox.box.y, content.w, Math.min(farBox.box.h, (peek?.height ?? 0) - FAR_GAP));
  const bounds =
    farBox && form === all
      ? union([content, farBox.box])
      : seen && form === peek?.form
        ? union([content, seen])
        : content;
  const layout: Layout = {
    mode,
    size,
    v,
    scale,
    bounds,
    whole: farBox && form !== all ? union([content, farBox.box]) : bounds,
    machines,
    folded,
    ghosts: service ? ghosts.map((box) => ghostService(service, cluster, box, exchange, labels, again)) : [],
    clients,
    lan: {
      y: lanY,
      x1: 4,
      x2: right(content),
      title: lanTitle(cluster.lan.networks, family),
      // Where the camera goes along, the clients are out of sight at times.
      titleX: scale < LEGIBLE ? stand.x + 4 : 4,
    },
    far: farBox,
    journey,
    lanes,
    gap,
    lean: form.lean,
    envelope,
    card,
  };
  return { layout, views };
}

const firstOf = (pods: readonly ClusterPod[], key: string | undefined): readonly ClusterPod[] => {
  const wanted = pods.filter((p) => `${p.namespace}/${p.name}` === key);
  return wanted.length > 0 ? [...wanted, ...pods.filter((p) => !wanted.includes(p))] : pods;
};

function largest(sizes: readonly Size[]): Size {
  return {
    width: Math.max(212, ...sizes.map((s) => s.width)),
    height: Math.max(80, ...sizes.map((s) => s.height)),
  };
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
