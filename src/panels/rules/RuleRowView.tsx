import { memo } from 'react';
import type { RuleStep } from '../../engine';
import { failureShort, ruleOutcome, t } from '../../i18n';
import { countText } from '../../state/session/counters';
import { appStore } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { Glyph, type GlyphName } from '../../ui/address/Glyph';
import { targetName } from './notation';
import { type Odds, oddsText } from './odds';
import { GUTTER, type RuleRow, type Token } from './rowState';

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

/** The chance as a bar, what was drawn as a mark on it, and what comes of it. */
function OddsBar({ odds, step }: { readonly odds: Odds; readonly step: RuleStep | undefined }) {
  const text = oddsText(odds);
  const drew = step?.drew?.value;
  return (
    <span className="rule-odds" title={t('panels.rules.odds', { odds: text })}>
      <svg width="56" height="12" viewBox="0 0 56 12" aria-hidden="true">
        <rect className="odds-all" y="3" width="56" height="6" rx="2" />
        <rect className="odds-own" y="3" width={Math.max(2, 56 * odds.own)} height="6" rx="2" />
        {drew !== undefined && <path className="odds-drew" d={`M${Math.max(1, 55 * drew)} 0v12`} />}
      </svg>
      {text}
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
  /** A breakpoint at this rule; `off` is one that is switched off. */
  readonly stop: 'on' | 'off' | undefined;
  /** One row of a column is in the order of tabs. */
  readonly tabbable: boolean;
  onChoose(row: RuleRow): void;
  onBreak(row: RuleRow): void;
}

interface GutterProps {
  readonly row: RuleRow;
  readonly stop: 'on' | 'off' | undefined;
  readonly width: number;
  onBreak(row: RuleRow): void;
}

/** Where a breakpoint is set; for the keyboard it is `b` at the row. */
function Gutter({ row, stop, width, onBreak }: GutterProps) {
  const name = t('debug.breakAt', { number: row.number });
  return (
    <button
      type="button"
      tabIndex={-1}
      className={stop ? 'rule-gutter is-set' : 'rule-gutter'}
      style={{ width }}
      aria-label={name}
      aria-pressed={stop !== undefined}
      title={stop === 'off' ? `${name}, ${t('debug.off')}` : `${name} (b)`}
      onClick={() => onBreak(row)}
    >
      {stop && <Glyph name={stop === 'on' ? 'flag' : 'flag-off'} size={9} />}
    </button>
  );
}

/** One rule: its conditions, and below them what they came to. */
export const RuleRowView = memo(function RuleRowView({
  row,
  height,
  numberWidth,
  full,
  selected,
  stop,
  tabbable,
  onChoose,
  onBreak,
}: RuleRowViewProps) {
  const hued = row.tone === 'matched' || row.tone === 'nat' || row.tone === 'fatal';
  const classes = ['rule', `is-${row.tone}`];
  if (selected) classes.push('is-selected');
  return (
    <>
      <button
        type="button"
        tabIndex={tabbable ? 0 : -1}
        className={classes.join(' ')}
        style={{ height }}
        title={full}
        aria-current={row.current ? 'step' : undefined}
        aria-pressed={selected}
        aria-keyshortcuts="b"
        onClick={() => onChoose(row)}
        onKeyDown={(event) => {
          if (event.key !== 'b' || event.ctrlKey || event.metaKey || event.altKey) return;
          if (!appStore.getState().singleKeys) return;
          event.preventDefault();
          event.stopPropagation();
          onBreak(row);
        }}
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
          {row.odds && <OddsBar odds={row.odds} step={row.step} />}
          {row.counter && (
            <span className="rule-counter">
              {t('panels.rules.counter', {
                packets: countText(row.counter.packets),
                bytes: countText(row.counter.bytes),
              })}
            </span>
          )}
          {!row.step && <span className="visually-hidden">{targetName(row.rule.target)}</span>}
          {stop && <span className="visually-hidden">{t('debug.breakAt', { number: row.number })}</span>}
        </span>
      </button>
      <Gutter row={row} stop={stop} width={GUTTER + numberWidth} onBreak={onBreak} />
    </>
  );
});
