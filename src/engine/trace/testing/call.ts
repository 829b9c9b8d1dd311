import { type Machine, machineId, type Network, type WorldState } from '../../host/model';
import { emptyWorld } from '../../host/world';
import type { IpFamily } from '../../net/address';
import { parseHostPort, parseIp } from '../../net/ip';
import type { Protocol } from '../../net/packet';
import { mergeRulesets } from '../../netfilter/build';
import type { HookName, TableName } from '../../netfilter/model';
import { parseRuleset } from '../../netfilter/parse/parse';
import { formatEntry } from '../format';
import type { Exchange, SendRequest } from '../model';
import { send } from '../send';
import type { Leg, RuleStep, Step } from '../step';

export interface CallOptions extends Partial<Omit<SendRequest, 'from' | 'to' | 'proto'>> {
  readonly world?: WorldState;
}

/** `client > udp 10.96.0.10:53`: from a Pod of namespace default, a node (`node/NAME`) or `outside`; tcp if unsaid. */
export function call(network: Network, line: string, { world, ...more }: CallOptions = {}): Exchange {
  const [, from = '', proto = 'tcp', text = ''] = /^(\S+) > (?:(tcp|udp|sctp|icmp) )?(\S+)$/.exec(line) ?? [];
  const id = from === 'outside' || from === 'lb' || from.includes('/') ? from : `pod/default/${from}`;
  const to = parseHostPort(text) ?? { ip: parseIp(text), port: 0 };
  if (!to.ip) throw new Error(`bad call: ${line}`);
  return send(network, world ?? emptyWorld(), {
    from: machineId(id),
    to: { ip: to.ip, port: to.port },
    proto: proto as Protocol,
    sport: 40000,
    seed: 1,
    ...more,
  });
}

export interface Where {
  readonly leg?: Leg;
  readonly node?: string;
  readonly hook?: HookName;
  readonly table?: TableName;
}

export const isAt = (step: Step, { leg, node, hook, table }: Where): boolean =>
  (leg === undefined || step.leg === leg) &&
  (node === undefined || step.machine === `node/${node}`) &&
  (hook === undefined || ('hook' in step && step.hook === hook)) &&
  (table === undefined || ('table' in step && step.table === table));

export const rulesTried = ({ steps }: Exchange, where: Where = {}): readonly RuleStep[] =>
  steps.filter((s): s is RuleStep => s.kind === 'rule' && isAt(s, where));

/** `KUBE-SERVICES#1`, in order; hashes shortened to `…`. */
export const matchedRules = (exchange: Exchange, where: Where = {}): readonly string[] =>
  rulesTried(exchange, where)
    .filter((s) => s.matched)
    .map((s) => `${s.chain.replace(/-[A-Z0-9]{16}$/, '-…')}#${s.number}`);

/** conntrack of a node after the exchange, as KERNEL.md writes it. */
export const conntrackOf = ({ world }: Exchange, node: string): readonly string[] =>
  (world.machines.get(machineId(`node/${node}`))?.conntrack ?? []).map(formatEntry);

/** The same network with one machine changed. */
export function withMachine(network: Network, id: string, change: (machine: Machine) => Machine): Network {
  const machine = network.machines.get(machineId(id));
  if (!machine) throw new Error(`no machine ${id}`);
  return { ...network, machines: new Map(network.machines).set(machine.id, change(machine)) };
}

/** The same network with more rules on a node, in iptables-save's notation. */
export function withRules(network: Network, node: string, text: string, its: IpFamily = 4): Network {
  const { ruleset: more } = parseRuleset(text, its);
  return withMachine(network, `node/${node}`, (machine) => {
    const old = machine.ruleset(its);
    const merged = old ? mergeRulesets(its, old, more) : more;
    return { ...machine, ruleset: (family) => (family === its ? merged : undefined) };
  });
}
