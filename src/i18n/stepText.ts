import type {
  BridgeStep,
  ConntrackStep,
  DeliverStep,
  DropStep,
  NatStep,
  Packet,
  PolicyStep,
  ReturnStep,
  Rewrite,
  RouteStep,
  RuleStep,
  SendStep,
  Step,
  TunnelStep,
  WireStep,
} from '../engine';
import { type TextParams, t } from './instance';
import {
  bareCidr,
  capitalName,
  destinationText,
  endpointText,
  hex,
  icmpText,
  machineName,
  ownerName,
  sourceText,
} from './names';
import { drewText, failureText, matchText } from './ruleText';

export interface StepText {
  /** What happens; a whole sentence without the full stop. */
  readonly title: string;
  /** Why, or what follows. */
  readonly detail?: string;
}

const said = (title: string, detail?: string): StepText => (detail ? { title, detail } : { title });

const address = (end: Rewrite['to']): string => endpointText(end.ip, end.port);

/** Which packet of its protocol this is. */
function kindOf({ proto, flags, chunk }: Packet) {
  if (chunk) return chunk;
  if (proto !== 'tcp') return proto;
  if (flags.includes('SYN')) return flags.includes('ACK') ? 'synAck' : 'syn';
  if (flags.includes('RST')) return 'rst';
  if (flags.includes('FIN')) return 'fin';
  return flags.includes('PSH') ? 'psh' : flags.includes('ACK') ? 'ack' : 'tcp';
}

function sendText(step: SendStep): StepText {
  const { packet } = step.after;
  const kind = kindOf(packet);
  const params = { Who: capitalName(step.machine), src: sourceText(packet), dst: destinationText(packet) };
  switch (step.what) {
    case 'request': {
      return said(
        t('steps.send.request', { ...params, what: t(`steps.what.${kind}`) }),
        // What the kernel sends again, after its own RST.
        t(`steps.send.${step.trace > 0 && kind === 'syn' ? 'again' : 'request'}Detail`, params),
      );
    }
    case 'answer': {
      return said(
        t('steps.send.answer', { ...params, what: t(`steps.what.${kind}`) }),
        t(`steps.send.${kind === 'ack' ? 'challenge' : 'answer'}Detail`, params),
      );
    }
    case 'rst':
      return said(
        t('steps.send.rst', { ...params, what: t(`steps.what.${kind}`) }),
        t('steps.send.rstDetail', params),
      );
    case 'icmp':
      return said(
        t('steps.send.icmp', { ...params, icmp: icmpText(packet) }),
        t('steps.send.icmpDetail', params),
      );
  }
}

function bridgeText(step: BridgeStep): StepText {
  if (step.to === 'up') {
    const detail = t('steps.bridge.upDetail', { machine: machineName(step.machine) });
    return said(t('steps.bridge.up', { name: step.name }), detail);
  }
  const title = t('steps.bridge.port', { name: step.name, port: step.to.port });
  return said(title, t('steps.bridge.portDetail', { ttl: step.after.packet.ttl }));
}

function conntrackText(step: ConntrackStep): StepText {
  const { packet } = step.before;
  if (step.op === 'confirm') {
    const hook = step.station.at === 'hook' ? step.station.hook.toUpperCase() : machineName(step.machine);
    return said(t('steps.conntrack.confirm'), t('steps.conntrack.confirmDetail', { hook }));
  }
  switch (step.state) {
    case 'NEW': {
      const params = { src: sourceText(packet), dst: destinationText(packet) };
      return said(t('steps.conntrack.new'), t('steps.conntrack.newDetail', params));
    }
    case 'ESTABLISHED': {
      const o = step.entry?.original;
      if (!o || step.after.ctDirection !== 'reply')
        return said(t('steps.conntrack.established'), t('steps.conntrack.establishedOriginal'));
      const params = { origSrc: endpointText(o.src, o.sport), origDst: endpointText(o.dst, o.dport) };
      return said(t('steps.conntrack.established'), t('steps.conntrack.establishedReply', params));
    }
    case 'RELATED':
      return said(t('steps.conntrack.related'), t('steps.conntrack.relatedDetail'));
    case 'INVALID':
      return said(t('steps.conntrack.invalid'), t('steps.conntrack.invalidDetail'));
    case 'UNTRACKED':
      return said(t('steps.conntrack.untracked'), t('steps.conntrack.untrackedDetail'));
  }
}

function natText(step: NatStep): StepText {
  if (step.rewrites.length === 0) return said(t('steps.nat.none'));
  const fields = step.rewrites
    .map((r) => t('steps.nat.field', { field: t(`steps.field.${r.field}`), address: address(r.to) }))
    .join(', ');
  const undo = step.rewrites.every((r) => r.undo);
  return undo
    ? said(t('steps.nat.undo', { fields }), t('steps.nat.undoDetail'))
    : said(t('steps.nat.again', { fields }), t('steps.nat.againDetail'));
}

/** What a matched rule did, in two or three words: `jump to KUBE-SERVICES`, `DNAT to 10.244.1.4:80`. */
export function ruleOutcome(step: RuleStep): string {
  if (step.verdict?.kind === 'unknown') return t('steps.rule.unknown');
  if (!step.matched) return t('steps.rule.noMatch');
  const { target } = step.rule;
  if (!target) return t('steps.rule.counts');
  const rewrite = step.rewrites[0];
  switch (target.kind) {
    case 'jump':
      return t('steps.rule.jump', { chain: target.chain });
    case 'goto':
      return t('steps.rule.goto', { chain: target.chain });
    case 'reject': {
      const by =
        step.verdict?.kind === 'reject' ? step.verdict.with : (target.with ?? 'icmp-port-unreachable');
      return t('steps.rule.reject', { with: by });
    }
    case 'dnat':
      return t('steps.rule.dnat', {
        to: rewrite ? address(rewrite.to) : endpointText(target.to, target.port ?? 0),
      });
    case 'snat':
      return t('steps.rule.snat', {
        to: rewrite ? address(rewrite.to) : endpointText(target.to, target.port ?? 0),
      });
    case 'masquerade':
      return rewrite ? t('steps.rule.masqueradeTo', { to: address(rewrite.to) }) : t('steps.rule.masquerade');
    case 'mark':
      return t('steps.rule.mark', { before: hex(step.before.mark), after: hex(step.after.mark) });
    case 'redirect':
      return rewrite ? t('steps.rule.redirectTo', { to: address(rewrite.to) }) : t('steps.rule.redirect');
    case 'connmark': {
      const mark = step.after.ct?.mark;
      if (target.op !== 'restore')
        return t('steps.rule.connmark', { after: mark === undefined ? '-' : hex(mark) });
      return t('steps.rule.mark', { before: hex(step.before.mark), after: hex(step.after.mark) });
    }
    case 'transparent':
      return t('steps.rule.transparent', { name: target.name });
    case 'unknown':
      return t(step.chosen ? 'steps.rule.chosen' : 'steps.rule.unknown', { name: target.name });
    default:
      return t(`steps.rule.${target.kind}`);
  }
}

function matchedDetail(step: RuleStep): string {
  const params = { table: step.table, hook: step.hook.toUpperCase() };
  const rewrite = step.rewrites[0];
  if (step.verdict?.kind === 'unknown') return t('steps.rule.unknownDetail', { what: step.verdict.what });
  switch (step.rule.target?.kind) {
    case 'accept':
      return t('steps.rule.acceptDetail', params);
    case 'drop':
      return t('steps.rule.dropDetail');
    case 'reject':
      return t('steps.rule.rejectDetail');
    case 'return':
      return t('steps.rule.returnDetail');
    case 'mark':
      return t('steps.rule.markDetail');
    case 'connmark':
      return t('steps.rule.connmarkDetail');
    case 'transparent':
      return t('steps.rule.transparentDetail');
    case 'dnat':
    case 'redirect':
      if (!rewrite) return t('steps.rule.dnatSameDetail', { to: destinationText(step.after.packet) });
      return t('steps.rule.dnatDetail', { from: address(rewrite.from), to: address(rewrite.to) });
    case 'snat':
    case 'masquerade':
      if (!rewrite) return t('steps.rule.snatNoneDetail');
      return t('steps.rule.snatDetail', { from: address(rewrite.from), to: address(rewrite.to) });
    default: {
      const conditions = step.rule.matches.map(matchText).filter((text) => text !== undefined);
      if (conditions.length === 0) return t('steps.rule.jumpAnyDetail');
      return t('steps.rule.jumpDetail', { conditions: conditions.join(', ') });
    }
  }
}

function ruleText(step: RuleStep): StepText {
  const title = t('steps.rule.title', { chain: step.chain, number: step.number, outcome: ruleOutcome(step) });
  if (step.chosen) return said(title, t(`steps.chosen.${step.chosen}`));
  if (!step.matched && step.verdict?.kind !== 'unknown')
    return said(title, failureText(step.rule, step.failure, step.drew));
  const drew = step.drew && drewText(step.rule, step.drew);
  return said(title, drew ?? matchedDetail(step));
}

function returnText(step: ReturnStep): StepText {
  const params = { chain: step.chain, to: step.to };
  return step.how === 'end'
    ? said(t('steps.return.end', params), t('steps.return.endDetail'))
    : said(t('steps.return.target', params), t('steps.return.targetDetail'));
}

function policyText(step: PolicyStep): StepText {
  const params = { chain: step.chain, table: step.table };
  return step.policy === 'ACCEPT'
    ? said(t('steps.policy.accept', params), t('steps.policy.acceptDetail', params))
    : said(t('steps.policy.drop', params), t('steps.policy.dropDetail', params));
}

function routeText(step: RouteStep): StepText {
  const { result } = step;
  const params = { dst: step.before.packet.dst, machine: machineName(step.machine) };
  if (step.balanced) {
    const { service, backends, chosen, forced } = step.balanced;
    const count = backends.filter(({ healthy }) => healthy).length;
    return said(
      t(forced ? 'steps.route.balancedForced' : 'steps.route.balanced', {
        Machine: capitalName(step.machine),
        node: machineName(chosen),
      }),
      t('steps.route.balancedDetail', { service, count, all: backends.length }),
    );
  }
  const again = (detail: string) => (step.when === 'reroute' ? t('steps.route.reroute', { detail }) : detail);
  if (result.kind === 'local')
    return said(t('steps.route.local', params), again(t('steps.route.localDetail')));
  if (result.kind === 'none')
    return said(t('steps.route.none', params), again(t('steps.route.noneDetail', params)));
  const isDefault = /\/0$/.test(result.route.dst);
  const route = isDefault ? t('steps.route.default') : bareCidr(result.route.dst);
  const more = { ...params, dev: result.route.dev, nextHop: result.nextHop, route };
  return result.route.via
    ? said(t('steps.route.via', more), again(t('steps.route.viaDetail', more)))
    : said(t('steps.route.direct', more), again(t('steps.route.directDetail', more)));
}

function tunnelText(step: TunnelStep): StepText {
  const { outer } = step;
  const dev =
    step.station.at === 'interface'
      ? step.station.name
      : ((step.kind === 'encap' ? step.after.oif : step.after.iif) ?? '');
  const params = { dev, src: outer.src, dst: outer.dst, vni: outer.vxlan?.vni ?? 0, port: outer.dport };
  return step.kind === 'encap'
    ? said(t('steps.encap.title', params), t('steps.encap.detail', params))
    : said(t('steps.decap.title', params), t('steps.decap.detail', params));
}

function wireText(step: WireStep): StepText {
  if (!step.to) return said(t('steps.wire.lost'));
  const params = { to: machineName(step.to) };
  const veth = step.to.startsWith('pod/') || step.machine.startsWith('pod/');
  return said(t(veth ? 'steps.wire.veth' : 'steps.wire.to', params));
}

function deliverText(step: DeliverStep): StepText {
  const { packet } = step.before;
  const who = step.owner ? ownerName(step.owner) : machineName(step.machine);
  const Who = step.owner ? who : capitalName(step.machine);
  const params = { who, Who, port: packet.dport, src: sourceText(packet) };
  if (step.leg === 'reply') return said(t('steps.deliver.reply', params), t('steps.deliver.detail', params));
  if (step.leg === 'error') return said(t('steps.deliver.error', params), icmpText(packet));
  if (!step.listening) {
    const on = step.listensOn;
    const detail = on ? t('steps.deliver.closedOnDetail', { on }) : t('steps.deliver.closedDetail');
    return said(t('steps.deliver.closed', params), detail);
  }
  return said(
    t('steps.deliver.title', params),
    t(step.assumed ? 'steps.deliver.assumed' : 'steps.deliver.detail', params),
  );
}

/** A death in words. `params` of the engine win over what the step itself shows. */
/** A martian is an address of the loopback range, or the machine's own as a source. */
export const isAboutLoopback = ({ src, dst }: TextParams): boolean =>
  [src, dst].some((ip) => /^(127\.|::1$)/.test(`${ip}`));

export function dropText(step: DropStep): StepText {
  const { packet, iif } = step.before;
  const params = {
    machine: machineName(step.machine),
    Machine: capitalName(step.machine),
    src: packet.src,
    dst: packet.dst,
    ip: packet.dst,
    ttl: packet.ttl,
    iif: iif ?? t('steps.field.noInterface'),
    ...step.params,
    ...(step.station.at === 'wire' && step.station.to ? { to: machineName(step.station.to) } : {}),
  };
  const own = step.code === 'martian' && !isAboutLoopback(params);
  const context = own ? 'own' : packet.family === 6 ? 'v6' : 'v4';
  return said(
    t(`steps.drop.${step.code}`, params),
    t(`steps.drop.${step.code}Detail`, { ...params, context }),
  );
}

/** Several panels and the Map ask for the same step at once. */
const known = new WeakMap<Step, StepText>();

/** What a step is, in plain words, and why it happens. */
export function stepText(step: Step): StepText {
  const text = known.get(step) ?? textOf(step);
  known.set(step, text);
  return text;
}

function textOf(step: Step): StepText {
  switch (step.kind) {
    case 'send':
      return sendText(step);
    case 'interface':
      if (step.fragments !== undefined) {
        const params = { name: step.name, count: step.fragments };
        return said(t('steps.interface.fragments', params), t('steps.interface.fragmentsDetail', params));
      }
      return said(t(`steps.interface.${step.direction}`, { name: step.name }));
    case 'bridge':
      return bridgeText(step);
    case 'conntrack':
      return conntrackText(step);
    case 'nat':
      return natText(step);
    case 'rule':
      return ruleText(step);
    case 'return':
      return returnText(step);
    case 'policy':
      return policyText(step);
    case 'route':
      return routeText(step);
    case 'ttl':
      return said(
        t('steps.ttl.title', { before: step.before.packet.ttl, after: step.after.packet.ttl }),
        t('steps.ttl.detail'),
      );
    case 'encap':
    case 'decap':
      return tunnelText(step);
    case 'wire':
      return wireText(step);
    case 'deliver':
      return deliverText(step);
    case 'drop':
      return dropText(step);
  }
}
