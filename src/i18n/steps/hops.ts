import type {
  BridgeStep,
  ConntrackStep,
  DeliverStep,
  Packet,
  RouteStep,
  SendStep,
  TunnelStep,
  WireStep,
} from '../../engine';
import { t } from '../instance';
import {
  bareCidr,
  capitalName,
  destinationText,
  endpointText,
  icmpText,
  machineName,
  ownerName,
  sourceText,
} from '../names';
import { type StepText, said } from './said';

/** Which packet of its protocol this is. */
function kindOf({ proto, flags, chunk }: Packet) {
  if (chunk) return chunk;
  if (proto !== 'tcp') return proto;
  if (flags.includes('SYN')) return flags.includes('ACK') ? 'synAck' : 'syn';
  if (flags.includes('RST')) return 'rst';
  if (flags.includes('FIN')) return 'fin';
  return flags.includes('PSH') ? 'psh' : flags.includes('ACK') ? 'ack' : 'tcp';
}

export function sendText(step: SendStep): StepText {
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

export function bridgeText(step: BridgeStep): StepText {
  if (step.to === 'up') {
    const detail = t('steps.bridge.upDetail', { machine: machineName(step.machine) });
    return said(t('steps.bridge.up', { name: step.name }), detail);
  }
  const title = t('steps.bridge.port', { name: step.name, port: step.to.port });
  return said(title, t('steps.bridge.portDetail', { ttl: step.after.packet.ttl }));
}

export function conntrackText(step: ConntrackStep): StepText {
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

export function routeText(step: RouteStep): StepText {
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

export function tunnelText(step: TunnelStep): StepText {
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

export function wireText(step: WireStep): StepText {
  if (!step.to) return said(t('steps.wire.lost'));
  const params = { to: machineName(step.to) };
  const veth = step.to.startsWith('pod/') || step.machine.startsWith('pod/');
  return said(t(veth ? 'steps.wire.veth' : 'steps.wire.to', params));
}

export function deliverText(step: DeliverStep): StepText {
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
