import type { ConntrackEntry } from '../host/model';
import { formatHostPort } from '../net/ip';
import type { Packet } from '../net/packet';
import type { Tuple } from '../net/tuple';
import { printRule } from '../netfilter/print/print';
import type { Exchange } from './model';
import type { Rewrite, RuleStep, Step } from './step';

export interface FormatOptions {
  /** Rules that were tried in vain, and what they failed on. Default: left out. */
  readonly tried?: boolean;
  /** Interfaces, wires, confirmations and returns. Default: left out. */
  readonly plumbing?: boolean;
}

const end = (address: string, port: number, proto: Packet['proto']) =>
  proto.startsWith('icmp') ? address : formatHostPort(address, port);

/** `10.244.0.2:40000>10.104.112.175:8080` */
export function formatTuple({ src, dst, sport, dport, proto }: Tuple): string {
  return `${end(src, sport, proto)}>${end(dst, dport, proto)}`;
}

/** As KERNEL.md writes entries: `original | reply`. */
export function formatEntry(entry: ConntrackEntry): string {
  return `${formatTuple(entry.original)} | ${formatTuple(entry.reply)}`;
}

export function formatPacket(packet: Packet): string {
  const { proto, flags, ttl, icmp, vxlan } = packet;
  const kind = icmp
    ? `${proto} ${icmp.type}/${icmp.code}`
    : [proto, flags.join('+')].filter(Boolean).join(' ');
  const quoted = icmp?.quoted ? ` about ${formatTuple(icmp.quoted)}` : '';
  const inner = vxlan ? ` [${formatPacket(vxlan.inner)}]` : '';
  return `${formatTuple(packet)} ${kind} ttl ${ttl}${quoted}${inner}`;
}

const formatRewrite = ({ field, from, to, undo }: Rewrite) =>
  `${field} ${formatHostPort(from.ip, from.port)} ${undo ? 'back to' : 'to'} ${formatHostPort(to.ip, to.port)}`;

const rewritten = (rewrites: readonly Rewrite[]) =>
  rewrites.length === 0 ? '' : `; ${rewrites.map(formatRewrite).join(', ')}`;

function formatRule(step: RuleStep): string {
  const { rule, matched, failure, drew, verdict } = step;
  const at = `${step.hook} ${step.table} ${step.chain}#${step.number}`;
  const drawn = drew ? ` drew ${drew.value.toFixed(2)}${drew.forced ? ' (forced)' : ''}` : '';
  if (!matched) return `${at} no: ${failure?.actual ?? ''}${drawn}`;
  const { target } = rule;
  const what =
    verdict && verdict.kind !== 'reject'
      ? verdict.kind.toUpperCase()
      : target?.kind === 'jump' || target?.kind === 'goto'
        ? target.chain
        : target
          ? printRule({ matches: [], target }, 'save').replace(/^-j /, '')
          : 'counted';
  const mark = step.before.mark === step.after.mark ? '' : `; mark 0x${step.after.mark.toString(16)}`;
  return `${at} ${what}${drawn}${mark}${rewritten(step.rewrites)}`;
}

/** One step as a short line of codes; undefined where the options leave it out. */
export function formatStep(step: Step, { tried, plumbing }: FormatOptions = {}): string | undefined {
  switch (step.kind) {
    case 'rule':
      return step.matched || tried ? formatRule(step) : undefined;
    case 'return':
      return plumbing ? `${step.hook} ${step.table} ${step.chain} returns to ${step.to}` : undefined;
    case 'policy':
      return `${step.hook} ${step.table} ${step.chain} policy ${step.policy}`;
    case 'send':
      return `send ${step.what} ${formatPacket(step.after.packet)}`;
    case 'interface':
      return plumbing ? `${step.direction} ${step.name}` : undefined;
    case 'bridge':
      return plumbing ? `bridge ${step.name} ${step.to === 'up' ? 'up' : step.to.port}` : undefined;
    case 'wire':
      return plumbing ? `wire ${step.to ?? 'nowhere'}` : undefined;
    case 'conntrack':
      if (step.op === 'confirm' && !plumbing) return undefined;
      return `ct ${step.op === 'confirm' ? 'confirm' : step.state}${step.entry ? ` ${formatEntry(step.entry)}` : ''}`;
    case 'nat':
      return `${step.hook} nat by entry${rewritten(step.rewrites)}`;
    case 'route':
      return `route ${step.when} ${formatRoute(step.result)}`;
    case 'ttl':
      return `ttl ${step.after.packet.ttl}`;
    case 'encap':
    case 'decap':
      return `${step.kind} ${formatTuple(step.outer)}`;
    case 'deliver':
      return `deliver ${step.owner ?? step.machine}${step.listening ? '' : ' (nobody listens)'} sees ${formatTuple(step.after.packet)}`;
    case 'drop':
      return `drop ${step.code} ${JSON.stringify(step.params)}`;
  }
}

function formatRoute(result: Extract<Step, { kind: 'route' }>['result']): string {
  if (result.kind !== 'forward') return result.kind;
  const { route, nextHop } = result;
  return `dev ${route.dev}${route.via ? ` via ${nextHop}` : ''}`;
}

/** A whole exchange, a line a step, machines as headings. Codes only: made to be compared, not to be read aloud. */
export function formatExchange({ steps, outcome }: Exchange, options: FormatOptions = {}): string {
  const lines: string[] = [];
  let place = '';
  for (const step of steps) {
    const line = formatStep(step, options);
    if (line === undefined) continue;
    const here = `${step.leg} ${step.machine}`;
    if (here !== place) lines.push(here);
    place = here;
    lines.push(`  ${line}`);
  }
  lines.push(`outcome ${outcome.code}`);
  return `${lines.join('\n')}\n`;
}
