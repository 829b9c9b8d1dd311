import type { Exchange, Machine, MachineId, Packet, Rule, RuleStep, Step, Tuple } from '../../src/engine';
import type { Seen, SeenEvent } from './protocol';
import { RULES_AHEAD, TOLD_BY_MANGLE, type Topology } from './topology';

export type Way = 'request' | 'reply' | 'error';

/** One thing that happened to a packet on one machine, in words that both sides can write. */
export interface Line {
  readonly machine: MachineId;
  readonly way: Way;
  readonly what: string;
  /** The packet at that moment. */
  readonly packet?: Packet;
}

const wayOf = (packet: Packet, way: Way): Way => (packet.icmp?.quoted ? 'error' : way);

/** Rules that decide without any condition end a chain as far as the trace is concerned (get_chainname_rulenum). */
function traced(rule: Rule, depth: number): 'rule' | 'return' | 'policy' {
  const verdict = rule.target && ['accept', 'drop', 'return'].includes(rule.target.kind);
  if (rule.matches.length > 0 || !verdict) return 'rule';
  return depth === 0 ? 'policy' : 'return';
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
  return exchange.steps.flatMap((step): Line[] => engineLine(exchange, step));
}

function engineLine(exchange: Exchange, step: Step): Line[] {
  const { machine, before } = step;
  const packet = before.packet;
  if (packet.vxlan) return [];
  const line = (what: string): Line => ({ machine, way: wayOf(packet, step.leg), what, packet });
  const at = (hook: string) => where(hook, before.iif, before.oif, before.mark);
  switch (step.kind) {
    case 'rule':
      if (!step.matched) return [];
      return [line(`${ruleName(step)}${at(step.hook)}`)];
    case 'return':
      if (step.how === 'target') return [];
      return [
        line(`${step.hook} ${step.table}:${step.chain}:return:${chainEnd(exchange, step)}${at(step.hook)}`),
      ];
    case 'policy':
      return [
        line(`${step.hook} ${step.table}:${step.chain}:policy:${chainEnd(exchange, step)}${at(step.hook)}`),
      ];
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
  `${step.hook} ${step.table}:${step.chain}:${traced(step.rule, step.depth)}:${step.number}`;

/** The number under which the trace shows a chain's end. */
function chainEnd(exchange: Exchange, step: Extract<Step, { kind: 'return' | 'policy' }>): number {
  const family = step.before.packet.family;
  const ruleset = exchange.network.machines.get(step.machine)?.ruleset(family);
  return (ruleset?.tables.get(step.table)?.chains.get(step.chain)?.rules.length ?? 0) + 1;
}

/** What the kernel showed, less what the lab's own rules and tables added. */
export function kernelLines(seen: Seen, topology: Topology, id: number): readonly Line[] {
  const wayOfSeen = (packet: SeenEvent['packet']): Way =>
    wayOf(packet, packet.id === id ? 'request' : 'reply');
  const machine = (ns: string): Machine => {
    const found = topology.machineOf.get(ns);
    if (!found) throw new Error(`no machine in ${ns}`);
    return found;
  };
  const events = seen.events.flatMap((event): Line[] => {
    const owner = machine(event.machine);
    const line = { machine: owner.id, way: wayOfSeen(event.packet), packet: event.packet };
    const ahead = RULES_AHEAD[`${event.table} ${event.chain}`] ?? 0;
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
  return [...events, ...delivered];
}

export type Rename = (endpoint: string) => string;

/** `10.244.0.2:40000>10.96.0.10:53 udp ttl 64`, with what an ICMP error quotes. */
export function packetText(packet: Packet, rename: Rename, loose: boolean): string {
  const { src, dst, sport, dport, proto, ttl, icmp } = packet;
  if (icmp?.quoted) {
    const inner = packetText(icmp.quoted, rename, true);
    return `${src}>${dst} ${proto} ${icmp.type}/${icmp.code} ttl ${ttl} about [${inner}]`;
  }
  const end = loose ? '' : ` ttl ${ttl}`;
  if (icmp) return `${src}>${dst} ${proto} ${icmp.type} id ${echoId(src, dst, icmp.id ?? 0, rename)}${end}`;
  // A server's kernel acknowledges data at once, its process answers later: PSH is no difference.
  const flags = loose
    ? ''
    : ` ${packet.flags
        .filter((f) => f !== 'PSH')
        .toSorted()
        .join(',')}`;
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

export function tupleText({ proto, src, dst, sport, dport }: Tuple, rename: Rename): string {
  if (proto === 'icmp') return `icmp ${src}>${dst} type ${dport >> 8} id ${echoId(src, dst, sport, rename)}`;
  return `${proto} ${rename(`${src}:${sport}`)}>${rename(`${dst}:${dport}`)}`;
}
