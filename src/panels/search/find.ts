import {
  type Cluster,
  type ClusterNode,
  type ClusterPod,
  type Exchange,
  formatHostPort,
  type Network,
  printRule,
  type Rule,
  type Service,
  type Step,
} from '../../engine';
import { stepText } from '../../i18n';
import type { RulePlace } from '../../state/types';

/** What a search finds; where choosing it leads is the panel's. */
export type Found =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'pod'; readonly pod: ClusterPod }
  | { readonly kind: 'node'; readonly node: ClusterNode }
  | { readonly kind: 'rule'; readonly place: RulePlace }
  | { readonly kind: 'step'; readonly step: Step };

export type Kind = Found['kind'];
export const KINDS = ['service', 'pod', 'node', 'rule', 'step'] as const satisfies readonly Kind[];

/** Best first, and how many there are; of rules no more than `RULES_MOST` are counted. */
export interface Group {
  readonly found: readonly Found[];
  readonly count: number;
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

/** Nodes whose rules are looked through: the one that is read, and those that the packet passed. */
function machinesOf({ exchange, rulesNode, network }: Field) {
  const ids = new Set<string>(rulesNode === undefined ? [] : [rulesNode]);
  for (const { machine } of exchange?.steps ?? []) ids.add(machine);
  const all = [...network.machines.values()];
  return ids.size === 0 ? all.slice(0, 1) : all.filter(({ id }) => ids.has(id));
}

/**
 * Looks for all words of a query among everything there is, in any order and case; a number is also the step of that
 * number. Yields now and then, so that a page can do other things in between, and yields what tells what it has found so far.
 */
export function* find(field: Field, query: string): Generator<() => Results, Results> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const best = Object.fromEntries(KINDS.map((kind) => [kind, new Best()])) as Record<Kind, Best>;
  const results = () =>
    Object.fromEntries(KINDS.map((kind) => [kind, best[kind].group()])) as unknown as Results;
  if (words.length === 0) return results();
  let looked = 0;
  const pause = () => ++looked % SLICE === 0;

  const { cluster, exchange } = field;
  for (const node of cluster.nodes) {
    const text = ['node', node.name, ...node.ips, ...node.podCidrs, node.zone].join(' ').toLowerCase();
    best.node.add(scoreOf(text, words), () => ({ kind: 'node', node }));
    if (pause()) yield results;
  }
  for (const service of cluster.services) {
    best.service.add(scoreOf(serviceText(service).toLowerCase(), words), () => ({
      kind: 'service',
      service,
    }));
    if (pause()) yield results;
  }
  for (const pod of cluster.pods) {
    const text = `pod ${pod.namespace}/${pod.name} ${pod.ips.join(' ')} ${pod.node}`.toLowerCase();
    best.pod.add(scoreOf(text, words), () => ({ kind: 'pod', pod }));
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
  const families = ([4, 6] as const).filter((family) =>
    cluster.nodes.some(({ ips }) => ips.some((ip) => ip.includes(':') === (family === 6))),
  );
  for (const machine of machinesOf(field)) {
    for (const family of families) {
      for (const table of machine.ruleset(family)?.tables.values() ?? []) {
        for (const chain of table.chains.values()) {
          const head = `rule ${table.name} ${chain.name}`;
          for (const [i, rule] of chain.rules.entries()) {
            if (pause()) yield results;
            const text = `${head}${asText ? ` ${printRule(rule, 'save')}` : ruleWords(rule)}`.toLowerCase();
            const score = scoreOf(text, words);
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
