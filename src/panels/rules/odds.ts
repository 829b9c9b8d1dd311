import { type ChainName, formatHostPort, type Rule, type Ruleset, type TableName } from '../../engine';

/** How likely a rule among those that share packets out is taken. */
export interface Odds {
  /** Of a packet that gets to this rule. */
  readonly own: number;
  /** Of a packet that gets to the first of these rules: what the ones before it leave over. */
  readonly rest: number;
  /** `rest` times `own`. */
  readonly total: number;
}

const statisticOf = ({ matches }: Rule): number | undefined => {
  for (const match of matches) {
    if (match.kind === 'statistic') return match.negate ? 1 - match.probability : match.probability;
  }
  return undefined;
};

/** Nothing but chance decides. */
const isFree = ({ matches }: Rule): boolean =>
  matches.every(({ kind }) => kind === 'statistic' || kind === 'comment' || kind === 'nfacct');

/**
 * The odds of a rule with a `statistic` match, or of the one without conditions that takes what such rules leave over;
 * undefined for other rules. Rules with other conditions before them, such as session affinity, are left out of account:
 * these odds are those of the packets that get past them.
 */
export function oddsOf(rules: readonly Rule[], number: number): Odds | undefined {
  const rule = rules[number - 1];
  if (!rule?.target || !isFree(rule)) return undefined;
  let rest = 1;
  let shares = false;
  for (const before of rules.slice(0, number - 1)) {
    const p = isFree(before) && before.target ? statisticOf(before) : undefined;
    if (p === undefined) continue;
    shares = true;
    rest *= 1 - p;
  }
  const own = statisticOf(rule);
  if (own === undefined && !shares) return undefined;
  return { own: own ?? 1, rest, total: rest * (own ?? 1) };
}

/** Largest denominator that is still read as a fraction. */
const MOST = 1000;

/** A probability as people say it: 1/3. Otherwise as a decimal. */
export function fraction(p: number): string {
  if (p === 0 || p === 1) return `${p}`;
  for (let d = 2; d <= MOST; d++) {
    const n = Math.round(p * d);
    // The kernel keeps 31 bits.
    if (n > 0 && n < d && Math.abs(p - n / d) < 2 ** -28) return `${n}/${d}`;
  }
  return p.toFixed(4);
}

/** `1/3`, or what is left over times what is taken: `2/3 × 1/2 = 1/3`. */
export function oddsText({ own, rest, total }: Odds): string {
  return rest === 1 ? fraction(own) : `${fraction(rest)} × ${fraction(own)} = ${fraction(total)}`;
}

/** The `ip:port` to which a rule leads, by itself or by the chain that it jumps to, where that is only one. */
export function endpointOf(ruleset: Ruleset, table: TableName, rule: Rule): string | undefined {
  const chains = ruleset.tables.get(table)?.chains;
  const seen = new Set<ChainName>();
  const found = new Set<string>();
  const look = ({ target }: Rule): void => {
    if (target?.kind === 'dnat') found.add(formatHostPort(target.to, target.port ?? 0));
    if ((target?.kind !== 'jump' && target?.kind !== 'goto') || seen.has(target.chain)) return;
    seen.add(target.chain);
    chains?.get(target.chain)?.rules.forEach(look);
  };
  look(rule);
  return found.size === 1 ? [...found][0] : undefined;
}
