import type {
  ChainName,
  Exchange,
  Machine,
  MachineId,
  Packet,
  PolicyStep,
  Rule,
  RuleStep,
  Step,
  TcpFlag,
  Tuple,
} from '../../src/engine';
import type { Seen, SeenEvent, SeenPacket } from './protocol';
import { CLIENT_PORTS, rulesAhead, TOLD_BY_MANGLE, type Topology } from './topology';

const VXLAN_PORT = 8472;

export type Way = 'request' | 'reply' | 'error';

/** One thing that happened to a packet on one machine, in words that both sides can write. */
export interface Line {
  readonly machine: MachineId;
  readonly way: Way;
  readonly what: string;
  /** The packet at that moment. */
  readonly packet?: Packet;
}

const innermost = (packet: Packet): Packet => packet.vxlan?.inner ?? packet;
/**
 * The port of an outer packet is a hash that the kernel salts, even for each SYN-ACK anew: whether nat has seen the
 * outer flow before cannot be foretold.
 */
const isPredictable = ({ packet, what }: Line): boolean => !(packet?.vxlan && what.includes(' nat:'));

const wayOf = (packet: Packet, way: Way): Way => (innermost(packet).icmp?.quoted ? 'error' : way);

const BASE_CHAINS: readonly string[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/** Rules that decide without any condition end a chain as far as the trace is concerned (get_chainname_rulenum). */
function traced(rule: Rule, chain: string): 'rule' | 'return' | 'policy' {
  const verdict = rule.target && ['accept', 'drop', 'return'].includes(rule.target.kind);
  if (rule.matches.length > 0 || !verdict) return 'rule';
  return BASE_CHAINS.includes(chain) ? 'policy' : 'return';
}

/** The devices that the kernel shows at a hook, and the mark. */
function where(hook: string, iif: string | null | undefined, oif: string | null | undefined, mark: number) {
  const shows = { in: ['prerouting', 'input', 'forward'], out: ['forward', 'output', 'postrouting'] };
  const input = shows.in.includes(hook) ? ` in=${iif ?? '-'}` : '';
  const output = shows.out.includes(hook) ? ` out=${oif ?? '-'}` : '';
  return `${input}${output}${mark ? ` mark=0x${mark.toString(16)}` : ''}`;
}

/** A packet that comes round by lo brings its entry along: there is nothing to look up. */
const cameRound = (hook: string, iif: string | null | undefined) => hook === 'prerouting' && iif === 'lo';

const stateLine = (hook: string, what: string) => `${hook} conntrack ${what}`;

/** What the engine says, of those things that the kernel can show. */
export function engineLines(exchange: Exchange): readonly Line[] {
  return exchange.steps.flatMap((step): Line[] => engineLine(exchange, step)).filter(isPredictable);
}

function engineLine(exchange: Exchange, step: Step): Line[] {
  const { machine, before } = step;
  const packet = before.packet;
  if (packet.vxlan && !exchange.network.walkOuter) return [];
  const line = (what: string): Line => ({ machine, way: wayOf(packet, step.leg), what, packet });
  const at = (hook: string) => where(hook, before.iif, before.oif, before.mark);
  switch (step.kind) {
    case 'rule':
      return step.matched
        ? [line(`${ruleName(step)}${at(step.hook)}`), ...untracked(step, line)]
        : untracked(step, line);
    case 'return':
      if (step.how === 'target') return [];
      return [line(`${ending(exchange, step, step.chain, 'return')}${at(step.hook)}`)];
    case 'policy': {
      const left = leftByGoto(exchange, step);
      const end = left ? [line(`${ending(exchange, step, left, 'return')}${at(step.hook)}`)] : [];
      const policy = line(`${ending(exchange, step, step.chain, 'policy')}${at(step.hook)}`);
      return [...end, policy, ...untracked(step, line)];
    }
    case 'conntrack': {
      if (step.op !== 'lookup' || step.station.at !== 'hook') return [];
      const { hook } = step.station;
      if (cameRound(hook, before.iif)) return [];
      const back = step.after.ctDirection === 'reply' ? [line(stateLine(hook, 'reply'))] : [];
      return [line(stateLine(hook, step.state)), ...back];
    }
    case 'deliver':
      return [line('delivered')];
    case 'drop':
      return step.code === 'no-such-flow' ? [line('delivered')] : [];
    default:
      return [];
  }
}

const ruleName = (step: RuleStep) =>
  `${step.hook} ${step.table}:${step.chain}:${traced(step.rule, step.chain)}:${step.number}`;

/** Conntrack has nothing to say of a packet that raw has taken from it. */
function untracked(step: RuleStep | PolicyStep, line: (what: string) => Line): Line[] {
  const taken = step.after.ctState === 'UNTRACKED' && step.before.ctState !== 'UNTRACKED';
  return taken && !cameRound(step.hook, step.before.iif) ? [line(stateLine(step.hook, 'UNTRACKED'))] : [];
}

type EndStep = Extract<Step, { kind: 'return' | 'policy' }>;

/** The trace shows a chain's end as a rule behind its last. */
function ending(exchange: Exchange, step: EndStep, chain: ChainName, what: 'return' | 'policy'): string {
  const ruleset = exchange.network.machines.get(step.machine)?.ruleset(step.before.packet.family);
  const rules = ruleset?.tables.get(step.table)?.chains.get(chain)?.rules.length ?? 0;
  return `${step.hook} ${step.table}:${chain}:${what}:${rules + 1}`;
}

/** The chain that a goto has led to from a base chain, if its end is what led to the policy. */
function leftByGoto({ steps }: Exchange, policy: Extract<Step, { kind: 'policy' }>): ChainName | undefined {
  const last = steps[policy.index - 1];
  if (!last || !('traversal' in last) || last.traversal !== policy.traversal) return undefined;
  if (last.kind === 'return') return last.to === policy.chain ? undefined : last.to;
  if (last.kind !== 'rule') return undefined;
  const target = last.matched ? last.rule.target : undefined;
  if (target?.kind === 'goto') return target.chain;
  return target?.kind === 'return' || last.chain === policy.chain ? undefined : last.chain;
}

/** What the kernel showed, less what the lab's own rules and tables added. */
export function kernelLines(seen: Seen, topology: Topology, id: number, exchange: Exchange): readonly Line[] {
  // What is sent by hand is the client's.
  const byHand = exchange.request.sport < CLIENT_PORTS.from ? 'reply' : 'request';
  const byKernel = byHand === 'reply' ? 'request' : 'reply';
  const wayOfSeen = (packet: SeenEvent['packet']): Way =>
    wayOf(packet, (innermost(packet) as SeenEvent['packet']).id === id ? byHand : byKernel);
  const machine = (ns: string): Machine => {
    const found = topology.machineOf.get(ns);
    if (!found) throw new Error(`no machine in ${ns}`);
    return found;
  };
  const events = seen.events.flatMap((event): Line[] => {
    const owner = machine(event.machine);
    const line = { machine: owner.id, way: wayOfSeen(event.packet), packet: event.packet };
    const ahead = rulesAhead(topology.network, event.table, event.chain);
    if (event.table === 'mangle' && event.number <= ahead && event.what === 'rule') {
      if (cameRound(event.hook, event.iif)) return [];
      return [{ ...line, what: stateLine(event.hook, TOLD_BY_MANGLE[event.number - 1] ?? '?') }];
    }
    if (event.number <= ahead && event.what === 'rule') return [];
    if (!owner.ruleset(event.packet.family)?.tables.has(event.table as 'nat')) return [];
    const name = `${event.table}:${event.chain}:${event.what}:${event.number - ahead}`;
    return [{ ...line, what: `${event.hook} ${name}${where(event.hook, event.iif, event.oif, event.mark)}` }];
  });
  const delivered = seen.delivered.map(
    ({ machine: ns, packet }): Line => ({
      machine: machine(ns).id,
      way: wayOfSeen(packet),
      what: 'delivered',
      packet,
    }),
  );
  const { walkOuter } = topology.network;
  const lines = [...events, ...delivered].filter(
    (line) => isPredictable(line) && (walkOuter || !line.packet?.icmp?.quoted?.vxlan),
  );
  return byHand === 'reply'
    ? lines
    : lines.filter(({ packet }) => !isAftermath(packet as SeenPacket, id, exchange));
}

const aboutWhom = (packet: SeenPacket): SeenPacket =>
  innermost(innermost(packet).icmp?.quoted ?? packet) as SeenPacket;

/** The rest of what was too long for one segment, or an error about it. */
export const isRest = (packet: SeenPacket): boolean => aboutWhom(packet).begins === false;

/**
 * What a kernel says too early, or to a reply that nobody there has waited for, an ICMP error or a RST: the engine's exchange
 * has ended with that reply, unless it tells of an error about it. And the rest of an answer too long for one segment.
 */
function isAftermath(packet: SeenPacket, id: number, { traces }: Exchange): boolean {
  const { icmp, flags } = innermost(packet);
  const about = aboutWhom(packet);
  if (about.id === id) return false;
  if (isRest(packet)) return true;
  if (icmp?.quoted) return !traces.some((t, i) => t.leg === 'error' && traces[i - 1]?.leg === 'reply');
  const replies = traces.filter((t) => t.leg === 'reply').map((t) => t.packet.flags);
  const told = (flag: TcpFlag) => replies.some((f) => f.includes(flag));
  // A kernel acknowledges data and a FIN by itself, if its process takes long.
  if (flags.join() === 'ACK' && !about.data)
    return (told('FIN') || told('PSH')) && !replies.some((f) => f.join() === 'ACK');
  return flags.join() === 'RST' && !told('RST');
}

export type Rename = (endpoint: string) => string;

/** `10.244.0.2:40000>10.96.0.10:53 udp ttl 64`, with what an ICMP error quotes. */
export function packetText(packet: Packet, rename: Rename, loose: boolean): string {
  const { src, dst, sport, dport, proto, ttl, icmp, vxlan, chunk = '', data = 0 } = packet;
  // The outer source port is a hash that the kernel salts.
  if (vxlan) return `${src}>${dst}:${dport} ttl ${ttl} around [${packetText(vxlan.inner, rename, loose)}]`;
  if (icmp?.quoted) {
    const inner = packetText(icmp.quoted, rename, true);
    const limit = icmp.mtu === undefined ? '' : ` mtu ${icmp.mtu}`;
    return `${src}>${dst} ${proto} ${icmp.type}/${icmp.code}${limit} ttl ${ttl} about [${inner}]`;
  }
  const end = loose ? '' : ` ttl ${ttl}`;
  if (icmp) return `${src}>${dst} ${proto} ${icmp.type} id ${echoId(src, dst, icmp.id ?? 0, rename)}${end}`;
  // Only the last of a long answer's segments has PSH; data of which nobody said how much there is, is one byte.
  const flags = loose
    ? ''
    : ` ${packet.flags
        .filter((f) => f !== 'PSH')
        .toSorted()
        .join(',')}${chunk}${proto === 'tcp' && data > 1 ? ` ${data} bytes` : ''}`;
  return `${rename(`${src}:${sport}`)}>${rename(`${dst}:${dport}`)} ${proto}${end}${flags}`;
}

/** ICMP has one number for both ends: whichever end's address was drawn for it names it. */
function echoId(src: string, dst: string, id: number, rename: Rename): string {
  for (const endpoint of [`${src}:${id}`, `${dst}:${id}`]) {
    const known = rename(endpoint);
    if (known !== endpoint) return known.slice(known.lastIndexOf(':') + 1);
  }
  return String(id);
}

/** A flow of outer packets, in either direction. */
export const isTunnel = ({ proto, sport, dport }: Tuple): boolean =>
  proto === 'udp' && (sport === VXLAN_PORT || dport === VXLAN_PORT);

export function tupleText(tuple: Tuple, rename: Rename): string {
  const { proto, src, dst, sport, dport } = tuple;
  if (isTunnel(tuple)) return `udp ${src}>${dst} vxlan`;
  if (proto === 'icmp' || proto === 'icmpv6')
    return `${proto} ${src}>${dst} type ${dport >> 8} id ${echoId(src, dst, sport, rename)}`;
  return `${proto} ${rename(`${src}:${sport}`)}>${rename(`${dst}:${dport}`)}`;
}
