import type { IpFamily } from '../../net/address';
import type { Match, Rule, Target } from '../model';
import type { Sets } from '../modules/ipset';
import { type Clause, clausesOf, clauseText } from './parse-clause';
import { matchOf } from './parse-match';
import { targetOf } from './parse-target';
import { type Token, tokenize } from './tokens';

/** A piece of text that no rule can hold: a network of the wrong family, an option without a module. */
export interface Fault {
  readonly column: number;
  readonly text: string;
  readonly code: 'bad-value' | 'second-target' | 'open-quote';
}

function readClauses(clauses: readonly Clause[], family: IpFamily, faults: Fault[], sets: Sets): Rule {
  const matches: Match[] = [];
  let target: Target | undefined;
  for (const clause of clauses) {
    const isTarget = clause.flag === '-j' || clause.flag === '-g';
    if (isTarget && !target && clause.value !== '' && !clause.negate) {
      target = targetOf(clause, family);
      continue;
    }
    const odd = clause.negate && (clause.flag === '-m' || isTarget);
    const { match, wrong } =
      odd || isTarget ? { match: leftover(clause), wrong: true } : matchOf(clause, family, sets);
    if (match) matches.push(match);
    if (wrong) {
      const code = isTarget && target ? 'second-target' : 'bad-value';
      faults.push({ column: clause.column, text: clauseText(clause), code });
    }
  }
  return target ? { matches, target } : { matches };
}

const leftover = (clause: Clause): Match => ({
  kind: 'unknown',
  module: clause.flag,
  text: clauseText(clause),
});

/** `-s a,b` is written once and loaded as two rules. */
function expand(clauses: readonly Clause[]): readonly (readonly Clause[])[] {
  const at = clauses.findIndex(
    (c) => (c.flag === '-s' || c.flag === '-d') && !c.negate && c.value.includes(','),
  );
  const listed = clauses[at];
  if (!listed) return [clauses];
  return listed.value.split(',').flatMap((value) => {
    const tokens = tokenize(`${listed.flag} ${value}`).tokens;
    const one = { ...listed, value, tokens };
    return expand([...clauses.slice(0, at), one, ...clauses.slice(at + 1)]);
  });
}

/**
 * The rules that the words after `-A CHAIN` stand for: one, or one for each address of a list. `sets` may still fill while
 * further lines are read.
 */
export function readRules(
  tokens: readonly Token[],
  family: IpFamily,
  faults: Fault[],
  sets: Sets = new Map(),
): readonly Rule[] {
  return expand(clausesOf(tokens)).map((clauses) => readClauses(clauses, family, faults, sets));
}

/**
 * One rule in iptables notation, `-A CHAIN` before it or not; IPv4 if the family is not said.
 * Throws a SyntaxError where the text is no rule. Matches and targets that are not evaluated become `unknown`.
 */
export function parseRule(text: string, family: IpFamily = 4): Rule {
  const { tokens, open } = tokenize(text);
  if (open !== undefined) throw new SyntaxError(`column ${open}: quote is not closed: ${text}`);
  const faults: Fault[] = [];
  const rules = readRules(tokens[0]?.text === '-A' ? tokens.slice(2) : tokens, family, faults);
  const fault = faults[0];
  if (fault) throw new SyntaxError(`column ${fault.column}: ${fault.code}: ${fault.text}`);
  const rule = rules[0];
  if (!rule || rules.length !== 1) throw new SyntaxError(`not one rule but ${rules.length}: ${text}`);
  return rule;
}
