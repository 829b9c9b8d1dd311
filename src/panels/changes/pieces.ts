import type { NumberedRule, RuleChange } from '../../compare';
import { printRule, type Rule } from '../../engine';
import { shortChain } from '../../ui/names/chainName';
import { commentOf, conditions } from '../../ui/names/notation';

/** A stretch of a rule: as it was and is, only as it was, or only as it is now. */
export interface Piece {
  readonly role: 'same' | 'old' | 'new';
  readonly text: string;
}

export interface RulePieces {
  readonly conditions: readonly Piece[];
  readonly target: readonly Piece[];
  /** Only where it says what the rest does not: the comment of a jump, or one that changed. */
  readonly comment: readonly Piece[];
  readonly before?: NumberedRule | undefined;
  readonly after?: NumberedRule | undefined;
}

const CHAIN_CHARS = 24;

/** `→ KUBE-SEP-HL5L…Q6LN`, `DNAT --to-destination 10.244.1.2:80` */
function targetText({ target }: Rule): string {
  if (!target) return '';
  if (target.kind === 'jump' || target.kind === 'goto') return `→ ${shortChain(target.chain, CHAIN_CHARS)}`;
  return printRule({ matches: [], target }, 'save').replace(/^-j /, '');
}

const whole = (text: string): readonly Piece[] => (text === '' ? [] : [{ role: 'same', text }]);

function oldAndNew(before: string, after: string): readonly Piece[] {
  if (before === after) return whole(after);
  const pieces: Piece[] = [
    { role: 'old', text: before },
    { role: 'new', text: after },
  ];
  return pieces.filter(({ text }) => text !== '');
}

const jumps = ({ target }: Rule): boolean => target?.kind === 'jump' || target?.kind === 'goto';

function rewritten(change: Extract<RuleChange, { kind: 'rewritten' }>): RulePieces {
  const { before, after } = change;
  const textsBefore = new Map(conditions(before.rule).map(({ match, text }) => [match, text]));
  const changed = new Map(
    change.matches.flatMap((pair) => (pair.after === undefined ? [] : [[pair.after, pair] as const])),
  );
  const now = conditions(after.rule).flatMap(({ match, text }): readonly Piece[] => {
    const pair = changed.get(match);
    if (!pair) return whole(text);
    return oldAndNew(pair.before === undefined ? '' : (textsBefore.get(pair.before) ?? ''), text);
  });
  const gone = change.matches.flatMap((pair): readonly Piece[] => {
    const text = pair.after === undefined && pair.before !== undefined && textsBefore.get(pair.before);
    return text ? [{ role: 'old', text }] : [];
  });
  const comments = [commentOf(before.rule) ?? '', commentOf(after.rule) ?? ''] as const;
  const hasSomething = jumps(after.rule) || comments[0] !== comments[1];
  return {
    conditions: [...now, ...gone],
    target: oldAndNew(targetText(before.rule), targetText(after.rule)),
    comment: hasSomething ? oldAndNew(...comments) : [],
    before,
    after,
  };
}

/** One changed rule in pieces, each marked old, new or unchanged; its conditions first. */
export function rulePieces(change: RuleChange): RulePieces {
  if (change.kind === 'rewritten') return rewritten(change);
  const side = change.kind === 'added' ? change.after : change.before;
  const { rule } = side;
  return {
    conditions: conditions(rule).flatMap(({ text }) => whole(text)),
    target: whole(targetText(rule)),
    comment: jumps(rule) ? whole(commentOf(rule) ?? '') : [],
    ...(change.kind === 'added' ? { after: side } : { before: side }),
  };
}
