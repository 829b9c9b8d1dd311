import type { DropStep, Exchange } from '../engine';
import { fixes } from './en/fixes';
import { language } from './instance';
import { machineName } from './names';
import { deadlyOrigin, deathOf } from './outcomeText';
import { isAboutLoopback } from './steps/drop';
import { type TextParams, translator } from './translate';

const { find } = translator(fixes, language());

/** `namespace/name:port` of a Service, or `namespace/name` of a Pod, in two parts. */
function parted(name: string): { ns: string; name: string } {
  const [ns = '', rest = ''] = name.split('/');
  return { ns, name: rest.split(':')[0] ?? '' };
}

/** Several origins want the same thing done. */
function byOrigin(code: string): string {
  if (code.endsWith('-no-endpoints')) return 'no-endpoints';
  return code.endsWith('-not-here') && code !== 'cluster-ip-not-here' ? 'not-here' : code;
}

function byRule(x: Exchange, drop: DropStep, params: TextParams): string | undefined {
  const origin = deadlyOrigin(x, drop);
  if (origin) {
    const service = parted(String(origin.params.service ?? ''));
    const text = find(byOrigin(origin.code), { ...params, ...service, ...origin.params });
    if (text) return text;
  }
  const { vxlan, proto, dport } = drop.before.packet;
  return vxlan ? find('overlay', { proto: proto.toUpperCase(), port: dport }) : find('rule-drop', params);
}

/** Whose address nobody answers for: a node's, or one of the Pods' network. */
function neighbour({ network: { machines } }: Exchange, { machine, params }: DropStep): TextParams {
  const has = (ip: unknown) =>
    [...machines.values()].find(
      ({ kind, interfaces }) =>
        kind === 'node' && interfaces.some(({ addresses }) => addresses.some((a) => a.ip === ip)),
    );
  const node = has(params.ip);
  if (node) return { context: 'node', node: node.name };
  const bridge = machines.get(machine)?.interfaces.find(({ name }) => name === params.dev)?.kind;
  return bridge === 'bridge' || machine.startsWith('pod/') ? { context: 'pod' } : {};
}

function byDeath(x: Exchange, drop: DropStep): string | undefined {
  const { code, before } = drop;
  const { src, dst, family } = before.packet;
  const params: TextParams = { src, dst, ...drop.params, machine: machineName(drop.machine) };
  switch (code) {
    case 'rule-drop':
    case 'rule-reject':
      return byRule(x, drop, params);
    case 'firewall':
      return find('overlay', { ...params, proto: String(params.proto).toUpperCase() });
    case 'no-neighbour':
      return find(code, { ...params, ...neighbour(x, drop) });
    case 'ip-forward-off':
      return find(code, {
        ...params,
        sysctl: family === 6 ? 'net.ipv6.conf.all.forwarding' : 'net.ipv4.ip_forward',
      });
    case 'martian':
      return find(code, isAboutLoopback(params) ? params : { ...params, context: 'own' });
    case 'hairpin-off':
      return find(code, { port: before.physIn ?? 'PORT' });
    default:
      return find(code, params);
  }
}

/** A process refused: nobody listens, or not at that address. */
function byProcess({ outcome, steps }: Exchange): string | undefined {
  if (outcome.errno === 'ECONNRESET') return find('reset');
  const found = steps.find((step) => step.kind === 'deliver' && step.leg === 'request');
  if (found?.kind !== 'deliver' || found.listening) return undefined;
  if (found.listensOn) return find('listens-on', { on: found.listensOn });
  const { ns, name } = parted(found.owner ?? '');
  return found.owner
    ? find('not-listening', { ns, pod: name })
    : find('not-listening-node', { machine: machineName(found.machine) });
}

/** What to do about how an exchange ended; undefined where nothing is wrong, or nobody can say. */
export function fixText(x: Exchange): string | undefined {
  const { code, drop } = x.outcome;
  if (code === 'answered' || code === 'delivered' || code === 'not-evaluated') return undefined;
  if (!drop) return byProcess(x);
  const death = deathOf(x);
  return death && byDeath(x, death);
}
