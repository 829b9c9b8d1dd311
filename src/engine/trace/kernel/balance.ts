import type { Backend, BalancedPort, Machine } from '../../host/model';
import { bindDestination, bindSource, translate } from '../../host/nat';
import { selectSource } from '../../host/route';
import { cidr } from '../../net/ip';
import { tupleKey, tupleOf } from '../../net/tuple';
import { chainName, type Rule } from '../../netfilter/model';
import type { NatStep, RouteStep } from '../step';
import type { Fate, Walk } from '../walk';
import { forward } from './forward';
import { runHook } from './hook';
import { rewritesBetween } from './nat';

const CHOICE = { table: 'nat', chain: chainName('load balancer') } as const;

/** One of n alike, as kube-proxy's rules choose: the first with 1/n, the next with 1/(n-1) … */
function draw(walk: Walk, backends: readonly Backend[]): Backend | undefined {
  return backends.find((_, i) => {
    const probability = 1 / (backends.length - i);
    const match = { kind: 'statistic', probability, negate: false } as const;
    const rule: Rule = { matches: [match] };
    const point = { ...CHOICE, rule, match, run: { place: () => `${i}`, save: () => undefined } };
    return probability === 1 || walk.env.draw(point) < probability;
  });
}

/** A flow stays with its node while that is healthy; a new one goes to any that is, or to the one that was asked for. */
function choose(walk: Walk, { backends }: BalancedPort): { backend: Backend; forced: boolean } | undefined {
  const flows = walk.live.connectionsOf(walk.machine.id);
  const keyOf = ({ machine }: Backend): string => `${tupleKey(tupleOf(walk.skb.packet))} ${machine}`;
  const healthy = backends.filter((b) => b.healthy);
  const asked = healthy.find(({ machine }) => machine === `node/${walk.request.via}`);
  const backend = healthy.find((b) => flows.has(keyOf(b))) ?? asked ?? draw(walk, healthy);
  if (backend) flows.set(keyOf(backend), 0);
  return backend && { backend, forced: backend === asked };
}

/**
 * What has come in at a load balancer. Undefined: it is not for one of its ports, and takes the usual way. A proxied
 * connection is one between load balancer and node, NAT stands for its two halves; else the packet is only routed.
 */
export function balance(walk: Walk, machine: Machine, ports: readonly BalancedPort[]): Fate | undefined {
  const { dst, dport, proto } = walk.skb.packet;
  const here = { at: 'routing', when: 'input' } as const;
  const mine = ports.filter(({ ip }) => ip === dst);
  const port = mine.find((p) => p.proto === proto && p.port === dport);
  if (!port) return mine.length > 0 ? walk.drop(here, 'lb-no-port', { dst, port: dport }) : undefined;
  if (port.nodePort) {
    const fate = runHook(walk, 'prerouting');
    if (fate) return fate;
    if (walk.skb.packet.dst !== dst) return forwardTo(walk, walk.skb.packet.dst);
  }
  const chosen = choose(walk, port);
  const { service } = port;
  if (!chosen) return walk.drop(here, 'lb-no-node', { service });
  const { backend, forced } = chosen;
  const route = { dst: cidr(dst), via: backend.ip, dev: 'eth0' };
  walk.emit<RouteStep>({
    kind: 'route',
    station: here,
    when: 'input',
    result: { kind: 'forward', route, nextHop: backend.ip },
    balanced: { service, backends: port.backends, chosen: backend.machine, forced },
  });
  const { skb } = walk;
  const src = selectSource(machine, backend.ip);
  if (port.nodePort && skb.ct && src) {
    const { conntrack, randomPort } = walk;
    const there = bindDestination(conntrack, skb.ct, { to: backend.ip, port: port.nodePort }, randomPort);
    const bound = bindSource(conntrack, there, { to: src }, randomPort);
    const ct = { ...bound, natDone: { src: true, dst: true } };
    const packet = translate(skb.packet, ct, 'original', 'dst');
    const rewrites = rewritesBetween(skb.packet, packet, false);
    walk.emit<NatStep>({ kind: 'nat', station: here, hook: 'prerouting', rewrites }, { ...skb, ct, packet });
  }
  return forwardTo(walk, backend.ip);
}

function forwardTo(walk: Walk, nextHop: Backend['ip']): Fate {
  walk.nextHop = nextHop;
  walk.skb = { ...walk.skb, oif: 'eth0' };
  return forward(walk);
}
