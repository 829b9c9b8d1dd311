import { memo } from 'react';
import type { RuleStep } from '../../engine';
import { failureShort, ruleOutcome, t } from '../../i18n';
import { AddressText } from '../../ui/AddressText';
import { Glyph, type GlyphName } from '../../ui/Glyph';
import { targetName } from './notation';
import type { RuleRow, Token } from './rowState';

/** Addresses have their hue only where the rule spoke for this packet; what did not match stays grey. */
function Piece({ token, hued }: { readonly token: Token; readonly hued: boolean }) {
  return (
    <span className={`rule-token is-${token.role}`}>
      {hued && token.role === 'condition' ? <AddressText text={token.text} /> : token.text}
    </span>
  );
}

function glyphOf({ tone, step }: RuleRow): GlyphName {
  if (tone === 'nomatch') return step?.drew ? 'die' : 'cross';
  if (tone === 'fatal') return step?.verdict?.kind === 'reject' ? 'answer' : 'drop';
  return 'check';
}

function verdictOf(row: RuleRow, step: RuleStep): string {
  const target = step.rule.target?.kind;
  if (target !== 'jump' && target !== 'goto') return ruleOutcome(step);
  return t(row.returned ? 'panels.rules.cameBack' : 'panels.rules.jump');
}

function Verdict({ row, step }: { readonly row: RuleRow; readonly step: RuleStep }) {
  if (row.tone === 'nomatch') {
    return (
      <span className="rule-verdict">
        <Glyph name={glyphOf(row)} size={9} />
        <span className="rule-reason">{failureShort(step)}</span>
      </span>
    );
  }
  return (
    <span className="rule-verdict">
      <Glyph name={glyphOf(row)} size={10} />
      <b>
        <AddressText text={verdictOf(row, step)} />
      </b>
    </span>
  );
}

interface RuleRowViewProps {
  readonly row: RuleRow;
  readonly height: number;
  readonly numberWidth: number;
  /** The whole line as iptables-save prints it. */
  readonly full: string;
  readonly selected: boolean;
  onChoose(row: RuleRow): void;
}

/** One rule: its conditions, and below them what they came to. */
export const RuleRowView = memo(function RuleRowView({
  row,
  height,
  numberWidth,
  full,
  selected,
  onChoose,
}: RuleRowViewProps) {
  const hued = row.tone === 'matched' || row.tone === 'nat' || row.tone === 'fatal';
  const classes = ['rule', `is-${row.tone}`];
  if (selected) classes.push('is-selected');
  return (
    <button
      type="button"
      className={classes.join(' ')}
      style={{ height }}
      title={full}
      aria-current={row.current ? 'step' : undefined}
      aria-pressed={selected}
      onClick={() => onChoose(row)}
    >
      <span className="rule-number" style={{ width: numberWidth }}>
        {row.number}
      </span>
      <span className="rule-lines">
        {row.lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one rule have no other identity
          <span className="rule-line" key={i}>
            {line.map((token) => (
              <Piece key={`${token.role}${token.text}`} token={token} hued={hued} />
            ))}
          </span>
        ))}
        {row.step && <Verdict row={row} step={row.step} />}
        {!row.step && <span className="visually-hidden">{targetName(row.rule.target)}</span>}
      </span>
    </button>
  );
});
