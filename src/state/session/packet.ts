import { type Cluster, machineId, type Network, resolveTarget, type SendRequest } from '../../engine';
import type { SendProblem, SendSettings, SentPacket } from './model';

/** The first source port, and the range that new flows take theirs from. */
export const FIRST_SPORT = 40000;
const LAST_SPORT = 60999;

export const nextSport = (sport: number): number => (sport >= LAST_SPORT ? FIRST_SPORT : sport + 1);

/** `node/worker#kube-system/agent`: the machine, and the host-network Pod that speaks for itself there. */
export function splitSender(from: string): { machine: string; owner?: string } {
  const cut = from.indexOf('#');
  return cut < 0 ? { machine: from } : { machine: from.slice(0, cut), owner: from.slice(cut + 1) };
}

export type Prepared =
  | { readonly ok: true; readonly request: SendRequest }
  | { readonly ok: false; readonly problem: SendProblem };

/** Resolves what the user wrote against the cluster as it is now. */
export function prepare(cluster: Cluster, network: Network, packet: SentPacket): Prepared {
  const { machine, owner } = splitSender(packet.from);
  const from = machineId(machine);
  const gone =
    !network.machines.has(from) ||
    (owner !== undefined && !cluster.pods.some((p) => `${p.namespace}/${p.name}` === owner));
  const code = gone ? 'no-such-sender' : network.machines.get(from)?.down ? 'sender-down' : undefined;
  if (code) return { ok: false, problem: { code, params: { from: packet.from.replace(/^\w+\//, '') } } };
  const target = resolveTarget(cluster, packet.to, from, packet.proto === 'icmp');
  if ('problem' in target) {
    return { ok: false, problem: target.problem };
  }
  return {
    ok: true,
    request: {
      from,
      to: { ip: target.ip, port: target.port },
      proto: packet.proto,
      sport: packet.sport,
      seed: packet.seed,
      ...(owner === undefined ? {} : { fromOwner: owner }),
      ...optionsOf(packet),
    },
  };
}

/** What of the options was set. */
function optionsOf({ force, via, conversation, oneWay, size, ttl, flags }: SendSettings) {
  return {
    ...(force === undefined ? {} : { force }),
    ...(via === undefined ? {} : { via }),
    ...(conversation ? { conversation } : {}),
    ...(oneWay ? { oneWay } : {}),
    ...(size === undefined ? {} : { size }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(flags === undefined ? {} : { flags }),
  };
}

export function settingsOf(send: SendSettings): SendSettings {
  const { from, to, proto, seed } = send;
  return { from, to, proto, seed, ...optionsOf(send) };
}
