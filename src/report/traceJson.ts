import { type Exchange, formatEntry, type Packet, printRule, type RuleStep, type Step } from '../engine';
import { outcomeText, stepText } from '../i18n';

/** The exchange as plain data: `src/cli/README.md` documents every field. */
export function traceJson(exchange: Exchange): unknown {
  const { request, steps, traces, outcome } = exchange;
  const { headline, client, detail } = outcomeText(exchange);
  return {
    request: {
      from: request.from,
      ...(request.fromOwner ? { owner: request.fromOwner } : {}),
      to: request.to,
      proto: request.proto,
      sport: request.sport,
      seed: request.seed,
      ...(request.force ? { pick: request.force } : {}),
      ...(request.via ? { via: request.via } : {}),
      ...(request.conversation ? { conversation: true } : {}),
      ...(request.size === undefined ? {} : { size: request.size }),
      ...(request.ttl === undefined ? {} : { ttl: request.ttl }),
    },
    outcome: { ...outcome, text: { headline, client, detail } },
    packets: traces.map(({ leg, packet, from, start, end }) => ({
      leg,
      from,
      packet: packetJson(packet),
      start,
      end,
    })),
    steps: steps.map(stepJson),
  };
}

function stepJson(step: Step): unknown {
  const { index, leg, hop, machine, kind, before, after } = step;
  const { title, detail } = stepText(step);
  return {
    index,
    leg,
    hop,
    machine,
    ...(machine.startsWith('node/') ? { node: machine.slice('node/'.length) } : {}),
    kind,
    ...('hook' in step ? { hook: step.hook } : step.station.at === 'hook' ? { hook: step.station.hook } : {}),
    ...('table' in step ? { table: step.table, chain: step.chain, depth: step.depth } : {}),
    ...own(step),
    mark: hex(after.mark),
    ...(after.iif === undefined ? {} : { in: after.iif }),
    ...(after.oif === undefined ? {} : { out: after.oif }),
    packet: packetJson(after.packet),
    ...(before.packet === after.packet ? {} : { packetBefore: packetJson(before.packet) }),
    text: detail ? `${title}. ${detail}` : title,
  };
}

function own(step: Step): Readonly<Record<string, unknown>> {
  switch (step.kind) {
    case 'rule':
      return ruleJson(step);
    case 'return':
      return { how: step.how, to: step.to };
    case 'policy':
      return { verdict: step.policy };
    case 'conntrack':
      return { op: step.op, state: step.state, ...(step.entry ? { entry: formatEntry(step.entry) } : {}) };
    case 'nat':
      return { rewrites: step.rewrites };
    case 'route':
      return {
        when: step.when,
        result: step.result,
        ...(step.balanced ? { balanced: step.balanced } : {}),
      };
    case 'interface':
      return {
        direction: step.direction,
        name: step.name,
        ...(step.fragments ? { fragments: step.fragments } : {}),
      };
    case 'bridge':
      return { name: step.name, to: step.to };
    case 'wire':
      return { to: step.to ?? null };
    case 'send':
      return { what: step.what };
    case 'deliver':
      return {
        ...(step.owner ? { owner: step.owner } : {}),
        listening: step.listening,
        assumed: step.assumed,
      };
    case 'drop':
      return { code: step.code, params: step.params };
    case 'encap':
    case 'decap':
      return { outer: packetJson(step.outer) };
    default:
      return {};
  }
}

function ruleJson(step: RuleStep): Readonly<Record<string, unknown>> {
  const { rule, number, matched, failure, drew, verdict, rewrites } = step;
  const { target } = rule;
  return {
    rule: number,
    iptables: `-A ${step.chain} ${printRule(rule, 'save')}`,
    matched,
    verdict:
      verdict?.kind === 'unknown' ? 'UNKNOWN' : matched ? (target?.kind.toUpperCase() ?? 'CONTINUE') : null,
    ...(matched && (target?.kind === 'jump' || target?.kind === 'goto') ? { target: target.chain } : {}),
    ...(failure ? { failed: { match: failure.match, actual: failure.actual } } : {}),
    ...(drew ? { drew } : {}),
    ...(rewrites.length > 0 ? { rewrites } : {}),
  };
}

function packetJson({
  src,
  dst,
  sport,
  dport,
  proto,
  ttl,
  flags,
  chunk,
  data,
  icmp,
  vxlan,
}: Packet): unknown {
  return {
    proto,
    src,
    sport,
    dst,
    dport,
    ttl,
    ...(flags.length > 0 ? { flags } : {}),
    ...(chunk ? { chunk } : {}),
    ...(data === undefined ? {} : { data }),
    ...(icmp ? { icmp: { ...icmp, ...(icmp.quoted ? { quoted: packetJson(icmp.quoted) } : {}) } } : {}),
    ...(vxlan ? { vxlan: { vni: vxlan.vni, inner: packetJson(vxlan.inner) } } : {}),
  };
}

const hex = (mark: number): string => `0x${mark.toString(16)}`;
