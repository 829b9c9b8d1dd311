import { type DropStep, type Exchange, type Outcome, originOf } from '../engine';
import { t } from './instance';
import { endpointText, icmpText, machineName, ownerName } from './names';
import { originText } from './originText';
import { dropText } from './steps/drop';

export interface OutcomeText {
  readonly headline: string;
  /** What the program that called sees. */
  readonly client: string;
  /** Why. */
  readonly detail: string;
  /** `ok`: it works; `drop`: it does not; `unknown`: not evaluated. */
  readonly tone: 'ok' | 'drop' | 'unknown';
}

type Words = Omit<OutcomeText, 'tone'>;

function who(outcome: Outcome): string {
  const to = outcome.deliveredTo;
  if (!to) return t('outcome.headlineNobody');
  return to.owner ? ownerName(to.owner) : machineName(to.machine);
}

const isTcp = (x: Exchange): boolean => x.request.proto === 'tcp';
const target = (x: Exchange): string => endpointText(x.request.to.ip, x.request.to.port);

function answered(x: Exchange): Words {
  const { deliveredTo: at, sourceSeen: seen } = x.outcome;
  const client = x.traces[0]?.packet.src ?? '';
  const { proto } = x.request;
  const anew = x.traces.some(({ packet }, i) => i > 0 && packet.flags.join() === 'SYN');
  const client1 =
    proto === 'tcp'
      ? anew
        ? 'clientAnew'
        : 'clientTcp'
      : proto === 'udp' || proto === 'sctp'
        ? 'clientUdp'
        : 'clientIcmp';
  const params = {
    who: who(x.outcome),
    at: at ? endpointText(at.ip, at.port) : target(x),
    source: seen ? endpointText(seen.ip, seen.port) : client,
    client,
  };
  const kept = seen === undefined || seen.ip === client;
  const conversation = x.request.conversation && x.outcome.connected;
  const answer = conversation
    ? t('outcome.conversation')
    : t(`outcome.answered.${client1}`, { peer: target(x) });
  const silent = x.outcome.code === 'delivered';
  return {
    headline: t(silent ? 'outcome.delivered.headline' : 'outcome.answered.headline', params),
    client: silent ? t('outcome.delivered.client') : answer,
    detail: t(kept ? 'outcome.answered.detail' : 'outcome.answered.detailNat', params),
  };
}

function refused(x: Exchange): Words {
  const { deliveredTo: at, answeredBy, drop } = x.outcome;
  const error = x.traces.find((trace) => trace.leg === 'error')?.packet;
  const reset = x.outcome.errno === 'ECONNRESET';
  const inKind = isTcp(x) || x.request.proto === 'sctp';
  const client = t(
    reset
      ? 'outcome.refused.clientReset'
      : inKind
        ? 'outcome.refused.clientTcp'
        : 'outcome.refused.clientUdp',
  );
  if (drop?.code === 'rule-reject') {
    const answer =
      error && t('outcome.refused.detailIcmp', { from: answeredBy ?? error.src, icmp: icmpText(error) });
    const detail = [reason(x), answer].filter(Boolean).join(' ');
    return { headline: t('outcome.refused.headlineIcmp'), client, detail };
  }
  const found = x.steps.find((step) => step.kind === 'deliver' && step.leg === 'request');
  const on = found?.kind === 'deliver' ? found.listensOn : undefined;
  const params = { who: who(x.outcome), port: at?.port ?? x.request.to.port, at: at?.ip ?? '', on: on ?? '' };
  if (reset) {
    const detail = t('outcome.refused.detailReset', params);
    return { headline: t('outcome.refused.headlineReset'), client, detail };
  }
  const code = isTcp(x) ? 'detailRst' : inKind ? 'detailAbort' : 'detailClosed';
  const detail = t(
    on && code !== 'detailAbort' ? `outcome.refused.${code}On` : `outcome.refused.${code}`,
    params,
  );
  return { headline: t('outcome.refused.headline'), client, detail };
}

/** Where the exchange, or the leg that counted, came to its end. */
export function deathOf({ steps, outcome }: Exchange): DropStep | undefined {
  const step = steps[outcome.step];
  if (step?.kind === 'drop') return step;
  return steps.findLast((s) => s.kind === 'drop') as DropStep | undefined;
}

/** Why the rule stands there by which a packet died, if kube-proxy wrote it. */
export function deadlyOrigin({ steps }: Exchange, { index, params }: DropStep) {
  const before = steps[index - 1];
  return before?.kind === 'rule' && params.rule ? originOf(before.rule) : undefined;
}

/** The sentence of the step that decided, title and detail as one; first why its rule stands there, where that is known. */
function reason(x: Exchange): string {
  const drop = deathOf(x);
  if (!drop) return t('outcome.none');
  const { title, detail } = dropText(drop);
  const origin = deadlyOrigin(x, drop);
  const { vxlan, ...outer } = drop.before.packet;
  return [
    origin ? originText(origin) : `${title}.`,
    origin ? t('outcome.byRule', { ...drop.params, machine: machineName(drop.machine) }) : detail,
    vxlan && t('outcome.outer', { src: outer.src, dst: outer.dst, port: outer.dport }),
  ]
    .filter(Boolean)
    .join(' ');
}

function unreachable(x: Exchange): Words {
  const { errno, drop } = x.outcome;
  const headline =
    errno === 'EPERM' ? 'headlineForbidden' : errno === 'EMSGSIZE' ? 'headlineTooBig' : 'headline';
  const client =
    errno === 'ENETUNREACH'
      ? 'clientNetwork'
      : errno === 'EPERM'
        ? 'clientForbidden'
        : errno === 'EMSGSIZE'
          ? 'clientTooBig'
          : errno === 'EACCES'
            ? 'clientAccess'
            : drop?.code === 'no-neighbour'
              ? 'clientLater'
              : 'clientHost';
  return {
    headline: t(`outcome.unreachable.${headline}`),
    client: t(`outcome.unreachable.${client}`),
    detail: reason(x),
  };
}

/** Flags of one's own that no connect() or send() makes. */
function isStray({ request: { flags } }: Exchange): boolean {
  return flags !== undefined && !flags.includes('PSH') && flags.join() !== 'SYN';
}

function timeout(x: Exchange): Words {
  const { drop } = x.outcome;
  const back = drop !== undefined && drop.leg !== 'request';
  const byRule = drop?.code === 'rule-drop' || drop?.code === 'policy-drop';
  const headline = back
    ? byRule
      ? 'headlineReplyDropped'
      : 'headlineReply'
    : byRule
      ? 'headlineDropped'
      : 'headlineRequest';
  const arrived =
    back && x.outcome.deliveredTo ? ` ${t('outcome.timeout.arrived', { who: who(x.outcome) })}` : '';
  return {
    headline: t(`outcome.timeout.${headline}`),
    client: t(
      isStray(x)
        ? 'outcome.timeout.clientStray'
        : x.outcome.connected
          ? 'outcome.timeout.clientOpen'
          : x.outcome.errno === 'ETIMEDOUT'
            ? 'outcome.timeout.clientTcp'
            : x.request.proto.startsWith('icmp')
              ? 'outcome.timeout.clientIcmp'
              : 'outcome.timeout.clientUdp',
    ),
    detail: reason(x) + arrived,
  };
}

function words(x: Exchange): Words {
  switch (x.outcome.code) {
    case 'answered':
    case 'delivered':
      return answered(x);
    case 'refused':
      return refused(x);
    case 'unreachable':
      return unreachable(x);
    case 'timeout':
      return timeout(x);
    case 'not-evaluated':
      return {
        headline: t('outcome.not-evaluated.headline'),
        client: t('outcome.not-evaluated.client'),
        detail: reason(x),
      };
  }
}

/** How an exchange ended, for a banner: what happened, what the calling program sees, and why. */
export function outcomeText(exchange: Exchange): OutcomeText {
  const { code } = exchange.outcome;
  const tone =
    code === 'answered' || code === 'delivered' ? 'ok' : code === 'not-evaluated' ? 'unknown' : 'drop';
  return { ...words(exchange), tone };
}
