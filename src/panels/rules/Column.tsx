import { type KeyboardEvent, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { ChainName, Rule, TableName } from '../../engine';
import { t } from '../../i18n';
import { type Breakpoint, breakpointsIn, rulePoint } from '../../state/cursor/breakpoints';
import { appStore, useApp } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { fullText } from '../../ui/names/ruleText';
import { useRowsInSight } from '../../ui/view/useRowsInSight';
import { RuleRowView } from './RuleRowView';
import {
  BORDER,
  type FoldRow,
  foldKey,
  HEADER_HEIGHT,
  numberWidth,
  offsets,
  type Row,
  type RuleRow,
  rowHeight,
  sightOf,
} from './rowState';

/** Longer columns are drawn only where they are in sight. */
const VIRTUAL_FROM = 200;

interface ColumnProps {
  readonly table: TableName;
  readonly chain: ChainName;
  /** All rules of the chain. */
  readonly rules: readonly Rule[];
  readonly title: ReactNode;
  readonly aside?: string | undefined;
  readonly rows: readonly Row[];
  readonly width: number;
  /** px that a column may be high; unknown at first. */
  readonly room: number;
  readonly current: boolean;
  readonly dimmed?: boolean;
  readonly selected?: Rule | undefined;
  onScroll?: ((top: number) => void) | undefined;
  onUnfold?(key: string): void;
  /** Best the same function each time: thousands of rows compare it. */
  onChoose(row: RuleRow, chain: ChainName): void;
}

function Fold({ row, onUnfold }: { readonly row: FoldRow; onUnfold?: ((key: string) => void) | undefined }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`rule-fold is-${row.what}`}
      aria-expanded={false}
      onClick={() => onUnfold?.(foldKey(row))}
    >
      <Glyph name="chevron" size={9} />
      {t(`panels.rules.folded.${row.what}`, { count: row.to - row.from + 1 })}
    </button>
  );
}

const stopOf = (breakpoint: Breakpoint | undefined): 'on' | 'off' | undefined =>
  breakpoint && (breakpoint.on ? 'on' : 'off');

interface ChainStopProps {
  readonly stop: 'on' | 'off' | undefined;
  readonly table: TableName;
  readonly chain: ChainName;
}

/** A breakpoint at the entrance of the chain. */
function ChainStop({ stop, table, chain }: ChainStopProps) {
  const name = t('debug.breakIn', { chain });
  return (
    <button
      type="button"
      className={stop ? 'chain-stop is-set' : 'chain-stop'}
      aria-label={name}
      aria-pressed={stop !== undefined}
      title={stop === 'off' ? `${name}, ${t('debug.off')}` : name}
      onClick={() => appStore.getState().toggleBreakpoint({ kind: 'chain', table, chain })}
    >
      <Glyph name={stop === 'on' ? 'flag' : 'flag-off'} size={11} />
    </button>
  );
}

/** Up and Down go through the rows; there is one tab stop a column. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const rows = by === 0 ? [] : [...event.currentTarget.querySelectorAll<HTMLElement>('.rule, .rule-fold')];
  const at = rows.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  rows[at + by]?.focus();
}

/** One chain. Rows have known heights, so that what is out of sight need not exist. */
export function Column(props: ColumnProps) {
  const { table, chain, rules, title, aside, rows, width, room, current, dimmed, selected } = props;
  const { onScroll, onUnfold, onChoose } = props;
  const breakpoints = useApp((s) => s.breakpoints);
  const stops = useMemo(
    () => breakpointsIn(breakpoints, table, chain, rules),
    [breakpoints, table, chain, rules],
  );
  const onBreak = useCallback(
    ({ number, rule }: RuleRow) =>
      appStore.getState().toggleBreakpoint(rulePoint(table, chain, number, rule), rules),
    [table, chain, rules],
  );
  const scroller = useRef<HTMLElement>(null);
  const tops = useMemo(() => offsets(rows), [rows]);
  const virtual = rows.length > VIRTUAL_FROM;
  const { from, to } = useRowsInSight(scroller, tops, virtual);

  const onRow = useCallback((row: RuleRow) => onChoose(row, chain), [onChoose, chain]);

  // Of ten thousand rows not once for each row that scrolls by.
  const here = useMemo(() => {
    const atCursor = rows.findIndex((row) => row.kind === 'rule' && row.current);
    return atCursor >= 0 ? atCursor : rows.findIndex((row) => row.kind === 'rule' && row.rule === selected);
  }, [rows, selected]);
  const { top, height } = useMemo(
    () => sightOf(tops, here, room - HEADER_HEIGHT - BORDER),
    [tops, here, room],
  );
  /** As it was scrolled last: to write that again, or to read it, would cost a layout of the page. */
  const scrolled = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows scroll anew
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || here < 0 || top === scrolled.current) return;
    element.scrollTop = top;
    scrolled.current = element.scrollTop;
  }, [here, top, tops]);

  const inSight = !virtual || (here >= from && here < to);
  const reached = here >= 0 && inSight ? here : virtual ? from : 0;
  const draw = (row: Row | undefined, index: number) => {
    if (!row) return null;
    if (row.kind === 'fold') return <Fold row={row} onUnfold={onUnfold} />;
    return (
      <RuleRowView
        row={row}
        height={rowHeight(row)}
        numberWidth={numberWidth(rules.length)}
        full={fullText(chain, row.rule)}
        selected={row.rule === selected}
        stop={stopOf(stops.rules.get(row.number))}
        tabbable={index === reached}
        onChoose={onRow}
        onBreak={onBreak}
      />
    );
  };
  const keyOf = (row: Row) => (row.kind === 'fold' ? foldKey(row) : row.number);

  return (
    <section
      ref={scroller}
      className={['chain', current && 'is-current', dimmed && 'is-dimmed'].filter(Boolean).join(' ')}
      style={{ width, ...(room > 0 ? { maxHeight: HEADER_HEIGHT + BORDER + height } : {}) }}
      aria-label={chain}
      onScroll={({ currentTarget: { scrollTop } }) => {
        scrolled.current = scrollTop;
        onScroll?.(scrollTop);
      }}
    >
      <header className="chain-header">
        <h3 title={chain}>{title}</h3>
        <ChainStop stop={stopOf(stops.chain)} table={table} chain={chain} />
        {aside !== undefined && <span>{aside}</span>}
      </header>
      {rows.length === 0 && <p className="chain-empty">{t('panels.rules.empty')}</p>}
      {virtual ? (
        <ol style={{ height: tops[rows.length], position: 'relative' }} onKeyDown={walkRows}>
          {rows.slice(from, to).map((row, i) => (
            <li
              key={keyOf(row)}
              aria-setsize={rows.length}
              aria-posinset={from + i + 1}
              style={{ position: 'absolute', inset: `${tops[from + i]}px 0 auto` }}
            >
              {draw(row, from + i)}
            </li>
          ))}
        </ol>
      ) : (
        <ol onKeyDown={walkRows}>
          {rows.map((row, i) => (
            <li key={keyOf(row)}>{draw(row, i)}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
