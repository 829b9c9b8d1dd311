import {
  type ChainName,
  type Cluster,
  type ClusterNode,
  type ClusterPod,
  type Exchange,
  formatHostPort,
  type IpFamily,
  type MachineId,
  type Network,
  printRule,
  type Rule,
  type Service,
  type Step,
  type TableName,
} from '../../engine';
import { stepText } from '../../i18n';
import type { RulePlace } from '../../state/types';

/** What a search finds; where choosing it leads is the panel's. */
export type Found =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'pod'; readonly pod: ClusterPod }
  | { readonly kind: 'node'; readonly node: ClusterNode }
  /** An address that is no node's, Pod's or Service's own: of a bridge, a tunnel, the outside. */
  | {
      readonly kind: 'address';
      readonly ip: string;
      readonly machine: MachineId;
      readonly device: string;
    }
  | { readonly kind: 'chain'; readonly place: ChainPlace }
  | { readonly kind: 'rule'; readonly place: RulePlace }
  | { readonly kind: 'step'; readonly step: Step };

/** A chain as it is loaded on a node. */
export interface ChainPlace {
  readonly machine: MachineId;
  readonly family: IpFamily;
  readonly table: TableName;
  readonly chain: ChainName;
  readonly rules: readonly Rule[];
}

export type Kind = Found['kind'];
export const KINDS = [
  'service',
  'pod',
  'node',
  'address',
  'chain',
  'rule',
  'step',
] as const satisfies readonly Kind[];

/** Best first, and how many there are; of rules no more than `RULES_MOST` are counted, of chains what was seen till then. */
export interface Group {
  readonly found: readonly Found[];
  readonly count: number;
  /** There are rules that were not looked at. */
  readonly partly?: boolean;
}
export type Results = Readonly<Record<Kind, Group>>;

export interface Field {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly exchange: Exchange | undefined;
  readonly rulesNode: string | undefined;
}

/** Of each kind so many are kept. */
export const SHOWN = 8;
/** Nobody reads more; looking on would cost seconds where nodes have hundreds of thousands of rules. */
export const RULES_MOST = 200;
/** No more nodes are looked at after so many rules: nobody asked for these yet, and to make them costs time and memory. */
const LOOKED_MOST = 200_000;
/** Things looked at between two chances to stop. */
const SLICE = 32;

/** How well a text answers: 0 not at all, 1 inside, 2 a word of it begins so, 3 one of its words. */
export function scoreOf(text: string, words: readonly string[]): number {
  let score = 3;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return 0;
    const begins = at === 0 || /[\s/:]/.test(text[at - 1] ?? '');
    const end = text[at + word.length];
    const ends = end === undefined || /[\s/:]/.test(end);
    score = Math.min(score, begins ? (ends ? 3 : 2) : 1);
  }
  return score;
}

/** The best few of one kind. */
class Best {
  private readonly kept: { readonly score: number; readonly found: Found }[] = [];
  count = 0;

  add(score: number, found: () => Found): void {
    if (score === 0) return;
    this.count++;
    const last = this.kept.at(-1);
    if (this.kept.length >= SHOWN && last && last.score >= score) return;
    const at = this.kept.findIndex((k) => k.score < score);
    this.kept.splice(at < 0 ? this.kept.length : at, 0, { score, found: found() });
    this.kept.length = Math.min(this.kept.length, SHOWN);
  }

  group(): Group {
    return { found: this.kept.map(({ found }) => found), count: this.count };
  }
}

function serviceText({ metadata, spec }: Service): string {
  const ips = [...(spec.clusterIPs ?? []), ...(spec.externalIPs ?? [])];
  const { ports: all = [] } = spec;
  const ports = all.flatMap(({ port, nodePort, name }) => [port, nodePort, name]);
  const sockets = ips.flatMap((ip) => all.map(({ port }) => formatHostPort(ip, port)));
  return ['service', `${metadata.namespace}/${metadata.name}`, ...ips, ...sockets, ...ports].join(' ');
}

/** What a rule says, in a tenth of the time that printing it takes: values and names, no options. */
function ruleWords({ matches, target }: Rule): string {
  let text = '';
  for (const match of matches) {
    switch (match.kind) {
      case 'source':
      case 'destination':
        text += ` ${match.cidr.replace(/\/(32|128)$/, '')}`;
        break;
      case 'ports':
        text += ` ${match.proto} ${match.dport?.from ?? ''} ${match.sport?.from ?? ''}`;
        break;
      case 'comment':
        text += ` ${match.text}`;
        break;
      case 'protocol':
        text += ` ${match.proto}`;
        break;
      case 'statistic':
        text += ' statistic probability';
        break;
      default:
        break;
    }
  }
  if (!target) return text;
  if ('chain' in target) return `${text} ${target.chain}`;
  const to = target.kind === 'dnat' ? ` ${formatHostPort(target.to, target.port ?? 0)}` : '';
  return `${text} ${target.kind}${to}`;
}

/** The nodes that are named, else all: first the one whose rules are read and those that the packet passed. */
function machinesOf({ exchange, rulesNode, network }: Field, words: readonly string[]) {
  const all = [...network.machines.values()].filter(({ kind }) => kind === 'node');
  const named = all.filter(({ name }) => words.includes(name.toLowerCase()));
  if (named.length > 0) return named;
  const ids = new Set<string>(rulesNode === undefined ? [] : [rulesNode]);
  for (const { machine } of exchange?.steps ?? []) ids.add(machine);
  return [...all.filter(({ id }) => ids.has(id)), ...all.filter(({ id }) => !ids.has(id))];
}

/** `IP:port` or `[IP]:port`. */
const SOCKET = /^\[?([0-9a-f.:]*[.:][0-9a-f.:]*?)\]?:(\d+)$/;

/** The words with only the address of each `IP:port`: Pods and nodes are found by it, whatever the port. */
const withoutPorts = (words: readonly string[]): readonly string[] =>
  words.map((word) => SOCKET.exec(word)?.[1] ?? word);

/** The words with the port alone of each `node IP:port`: so a Service is found by its node port. */
function nodePorts(words: readonly string[], { nodes }: Cluster): readonly string[] {
  const ofNode = (ip: string) => nodes.some(({ ips }) => ips.some((own) => own === ip));
  return words.map((word) => {
    const [, ip = '', port = ''] = SOCKET.exec(word) ?? [];
    return ofNode(ip) ? port : word;
  });
}

/**
 * Looks for all words of a query among everything there is, in any order and case; a number is also the step of that
 * number. Yields now and then, so that a page can do other things in between, and yields what tells what it has found so far.
 */
export function* find(field: Field, query: string): Generator<() => Results, Results> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const best = Object.fromEntries(KINDS.map((kind) => [kind, new Best()])) as Record<Kind, Best>;
  let partly = false;
  const results = () =>
    Object.fromEntries(
      KINDS.map((kind) => [kind, { ...best[kind].group(), partly: partly && kind === 'rule' }]),
    ) as unknown as Results;
  if (words.length === 0) return results();
  let looked = 0;
  const pause = () => ++looked % SLICE === 0;

  const { cluster, exchange } = field;
  const hosts = withoutPorts(words);
  const ports = nodePorts(words, cluster);
  /** As it was asked, else by the address or the node port alone. */
  const either = (text: string, other: readonly string[]) =>
    scoreOf(text, words) || Math.min(scoreOf(text, other), 2);
  for (const node of cluster.nodes) {
    const text = ['node', node.name, ...node.ips, ...node.podCidrs, node.zone].join(' ').toLowerCase();
    best.node.add(either(text, hosts), () => ({ kind: 'node', node }));
    if (pause()) yield results;
  }
  for (const service of cluster.services) {
    best.service.add(either(serviceText(service).toLowerCase(), ports), () => ({
      kind: 'service',
      service,
    }));
    if (pause()) yield results;
  }
  for (const pod of cluster.pods) {
    const text = `pod ${pod.namespace}/${pod.name} ${pod.ips.join(' ')} ${pod.node}`.toLowerCase();
    best.pod.add(either(text, hosts), () => ({ kind: 'pod', pod }));
    if (pause()) yield results;
  }
  const known = new Set([...cluster.nodes, ...cluster.pods].flatMap(({ ips }) => [...ips]) as string[]);
  for (const { id, kind, interfaces } of field.network.machines.values()) {
    if (kind === 'pod') continue;
    for (const { name: device, addresses } of interfaces) {
      for (const { ip } of addresses) {
        if (known.has(ip) || device === 'lo') continue;
        const score = either(`address ${ip} ${device} ${id}`.toLowerCase(), hosts);
        best.address.add(score, () => ({ kind: 'address', ip, machine: id, device }));
      }
    }
    if (pause()) yield results;
  }
  for (const step of exchange?.steps ?? []) {
    const { title, detail = '' } = stepText(step);
    const own = words.length === 1 && Number(words[0]) === step.index + 1;
    const score = own ? 4 : scoreOf(`step ${title} ${detail}`.toLowerCase(), words);
    best.step.add(score, () => ({ kind: 'step', step }));
    if (pause()) yield results;
  }
  yield results;
  // With an option among the words, a rule is looked at as iptables writes it.
  const asText = words.some((word) => word.startsWith('-'));
  const seen = new Set<string>();
  let rules = 0;
  const families = ([4, 6] as const).filter((family) =>
    cluster.nodes.some(({ ips }) => ips.some((ip) => ip.includes(':') === (family === 6))),
  );
  const machines = machinesOf(field, words);
  /** Which node is meant, its name has said. */
  const asked = words.filter((word) => machines.every(({ name }) => name.toLowerCase() !== word));
  for (const machine of asked.length > 0 ? machines : []) {
    for (const family of families) {
      partly = rules > LOOKED_MOST;
      if (partly) return results();
      yield results;
      for (const _ of machine.rulesInSlices?.(family) ?? []) yield results;
      for (const table of machine.ruleset(family)?.tables.values() ?? []) {
        for (const chain of table.chains.values()) {
          const head = `rule ${table.name} ${chain.name}`;
          // What a Service's own chain is about, its rules say.
          const first = /-[A-Z0-9]{16}$/.test(chain.name) ? chain.rules[0] : undefined;
          const about = first?.matches.find((match) => match.kind === 'comment');
          const named = `chain ${table.name} ${chain.name} ${about?.text ?? ''}`.toLowerCase();
          const chainScore = scoreOf(named, asked);
          if (chainScore > 0 && !seen.has(`${family} ${named}`)) {
            seen.add(`${family} ${named}`);
            const at = { machine: machine.id, family, table: table.name, chain: chain.name };
            best.chain.add(chainScore, () => ({ kind: 'chain', place: { ...at, rules: chain.rules } }));
          }
          rules += chain.rules.length;
          for (const [i, rule] of chain.rules.entries()) {
            if (pause()) yield results;
            const text = `${head}${asText ? ` ${printRule(rule, 'save')}` : ruleWords(rule)}`.toLowerCase();
            const score = scoreOf(text, asked);
            if (score === 0) continue;
            // The same rule stands on every node.
            const key = `${family} ${head} ${printRule(rule, 'save')}`;
            if (seen.has(key)) continue;
            seen.add(key);
            const place = { machine: machine.id, family, table: table.name, chain: chain.name, rule };
            best.rule.add(score, () => ({ kind: 'rule', place: { ...place, number: i + 1 } }));
            if (best.rule.count >= RULES_MOST) return results();
          }
        }
      }
    }
  }
  return results();
}
