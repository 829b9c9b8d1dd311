import {
  addressKind,
  type ClusterNode,
  type ClusterPod,
  type IpFamily,
  type MachineId,
  machineId,
} from '../../engine';
import type { SceneModel, Size } from '../model';
import { bottom, type Rect, rect, right, union } from '../plane/geometry';
import { cardSize, type Envelope, innerSize } from '../pose/card-size';
import { type PacketView, packetViews } from '../pose/packet-view';
import { journeyOf } from '../way/journey';
import { lanesOf } from '../way/layout-lanes';
import { anatomy, NIC_BOTTOM } from './anatomy';
import { farField, farForm, farHeight, nearNodes } from './far';
import type { KindOf, Layout, OpenMachine } from './layout.types';
import { client, lanTitle, zoneWidth } from './layout-clients';
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
import { GHOST_GAP, planForm } from './layout-plan';
import { podsByNode, rowsFor } from './layout-pods';
import { COLUMN_GAP, columnWidth, FOLDED_WIDTH, PAD } from './layout-width';
import { WIRE_FIRST, WIRE_STEP } from './ports';
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

const CHANNEL = 14;
/** From the LAN line to the crowd. */
const FAR_GAP = 26;
/** What is seen of a crowd that has no room: its heading and its first nodes. */
const PEEK = 112;
const LAN_LABEL = 18;

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
  const rows = Math.max(1, ...open.map((n) => rowsFor(pods.get(n.name)?.length ?? 0)));

  const beside = mode === 'embed' && size.width >= 600;
  const ghosted = service !== undefined && (mode === 'full' || beside);
  // Side by side the outer addresses fit under the bridge; those of IPv6 are too long for that.
  const envelope: Envelope = family === 4 ? 'flat' : 'tall';
  const card = largest(views.map((v) => cardSize(v, envelope)));
  const zone = zoneWidth(journey, card.width, mode, exchange !== undefined, open.length);
  const shut = mode === 'full' ? near.filter((n) => !isOpen(n)) : [];
  const far = crowded && mode === 'full';
  const plan = (below: number) =>
    planForm({
      size,
      mode,
      rows,
      open: open.length,
      folded: shut.length,
      outside: zone + CHANNEL,
      foldedPods: Math.max(0, ...shut.map((n) => pods.get(n.name)?.length ?? 0)),
      ghosted,
      crossing: views.some((v) => v.outer),
      card,
      bare: largest(views.map(innerSize)),
      below,
    });
  const under = LAN_LABEL + Math.max(22, WIRE_FIRST + WIRE_STEP * Math.min(3, journey.wires.length) - 3);
  // A crowd that would make the way unreadable goes on below the edge, but one sees that it is there.
  const crowd = far ? FAR_GAP + farHeight(cluster, grouping, size.width / 0.9) : 0;
  const all = far ? plan(under + crowd) : undefined;
  const peek = far ? plan(under + Math.min(crowd, PEEK)) : undefined;
  const form = [all, peek].find((f) => f && f.scale >= (f === all ? 0.8 : 0.74)) ?? plan(under);
  const { machine: width, gap, scale } = form;

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
  const a = anatomy(width, form.air, rows, form.podH);
  const machines: OpenMachine[] = [];
  const folded: Layout['folded'][number][] = [];
  let x = zone + CHANNEL + (mode === 'full' ? 0 : gap);
  for (const node of near) {
    const list = firstOf(pods.get(node.name) ?? [], found);
    if (isOpen(node)) machines.push(openMachine(node, list, x, a, context));
    else if (mode === 'full') folded.push(foldedMachine(node, list, x, form.podH, context));
    else continue;
    x += (isOpen(node) ? width : FOLDED_WIDTH) + gap;
  }

  const outsideIp = ofFamily(cluster.outside.ips, family);
  const outside = client('outside', 52, 70, 44, labels.outside, addressText(outsideIp, kindOf));
  const balances = journey.machineOf.includes(machineId('lb'));
  const { gateways, balancers = [] } = cluster.lan;
  const gateway = addressText(ofFamily(balances ? balancers : gateways, family), kindOf);
  const router = journey.usesRouter
    ? client(
        balances ? 'lb' : 'router',
        zone - 66,
        118,
        40,
        balances ? labels.balancer : labels.router,
        gateway,
      )
    : undefined;
  const find = (id: string) =>
    machines.find((m) => m.id === id) ??
    (id === 'outside' ? outside : id === 'router' || id === 'lb' ? router : undefined);
  const lanes = lanesOf(journey, find);
  const lanY = NIC_BOTTOM + Math.max(22, WIRE_FIRST + lanes.wireCount * WIRE_STEP - 3);

  const walls = [...machines.map((m) => m.wall), ...folded.map((m) => m.wall)];
  const stand = union(walls.length > 0 ? walls : [rect(zone + CHANNEL, a.wallTop, 300, 100)]);
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
        : [rect(stand.x, stand.y - GHOST_GAP - form.ghost, stand.w, form.ghost)];
  const content = union([stand, ...ghosts, rect(0, 0, 10, lanY + 18)]);
  const stage = { width: size.width - 2 * PAD, height: size.height - 2 * PAD };
  const farBox = far
    ? (() => {
        const y = lanY + FAR_GAP;
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
  const seen = farBox && rect(content.x, farBox.box.y, content.w, Math.min(farBox.box.h, PEEK - FAR_GAP));
  const bounds =
    farBox && form === all
      ? union([content, farBox.box])
      : seen && form === peek
        ? union([content, seen])
        : content;
  const layout: Layout = {
    mode,
    size,
    scale,
    bounds,
    whole: farBox && form !== all ? union([content, farBox.box]) : bounds,
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
