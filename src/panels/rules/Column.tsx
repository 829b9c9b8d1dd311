import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Rule } from '../../engine';
import { t } from '../../i18n';
import { Glyph } from '../../ui/Glyph';
import { fullText } from '../../ui/ruleText';
import { RuleRowView } from './RuleRowView';
import {
  type FoldRow,
  foldKey,
  HEADER_HEIGHT,
  numberWidth,
  offsets,
  type Row,
  type RuleRow,
  rowHeight,
} from './rowState';

/** Longer columns are drawn only where they are in sight. */
const VIRTUAL_FROM = 200;

interface ColumnProps {
  readonly chain: string;
  readonly title: ReactNode;
  readonly aside?: string | undefined;
  readonly rows: readonly Row[];
  /** Rules of the chain: their numbers need room. */
  readonly count: number;
  readonly width: number;
  readonly current: boolean;
  readonly dimmed?: boolean;
  readonly selected?: Rule | undefined;
  onScroll?(top: number): void;
  onUnfold?(key: string): void;
  onChoose(row: RuleRow): void;
}

function Fold({ row, onUnfold }: { readonly row: FoldRow; onUnfold?: ((key: string) => void) | undefined }) {
  return (
    <button
      type="button"
      className={`rule-fold is-${row.what}`}
      aria-expanded={false}
      onClick={() => onUnfold?.(foldKey(row))}
    >
      <Glyph name="chevron" size={9} />
      {t(`panels.rules.folded.${row.what}`, { count: row.to - row.from + 1 })}
    </button>
  );
}

/** One chain. Rows have known heights, so that what is out of sight need not exist. */
export function Column(props: ColumnProps) {
  const { chain, title, aside, rows, count, width, current, dimmed, selected, onScroll, onUnfold, onChoose } =
    props;
  const scroller = useRef<HTMLElement>(null);
  const tops = useMemo(() => offsets(rows), [rows]);
  const virtual = rows.length > VIRTUAL_FROM;
  const list = useVirtualizer({
    count: rows.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => (tops[i + 1] ?? 0) - (tops[i] ?? 0),
    scrollPaddingStart: HEADER_HEIGHT,
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights belong to the rows
  useEffect(() => list.measure(), [tops, list]);

  const atCursor = rows.findIndex((row) => row.kind === 'rule' && row.current);
  const here =
    atCursor >= 0 ? atCursor : rows.findIndex((row) => row.kind === 'rule' && row.rule === selected);
  const [top, bottom] = [tops[here] ?? 0, tops[here + 1] ?? 0];
  useEffect(() => {
    const element = scroller.current;
    if (!element || here < 0) return;
    const room = element.clientHeight - HEADER_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + room) element.scrollTop = bottom - room;
  }, [here, top, bottom]);

  const draw = (row: Row | undefined) => {
    if (!row) return null;
    if (row.kind === 'fold') return <Fold row={row} onUnfold={onUnfold} />;
    return (
      <RuleRowView
        row={row}
        height={rowHeight(row)}
        numberWidth={numberWidth(count)}
        full={fullText(chain, row.rule)}
        selected={row.rule === selected}
        onChoose={onChoose}
      />
    );
  };
  const keyOf = (row: Row) => (row.kind === 'fold' ? foldKey(row) : row.number);

  return (
    <section
      ref={scroller}
      className={['chain', current && 'is-current', dimmed && 'is-dimmed'].filter(Boolean).join(' ')}
      style={{ width }}
      aria-label={chain}
      onScroll={(event) => onScroll?.(event.currentTarget.scrollTop)}
    >
      <header className="chain-header">
        <h3 title={chain}>{title}</h3>
        {aside !== undefined && <span>{aside}</span>}
      </header>
      {rows.length === 0 && <p className="chain-empty">{t('panels.rules.empty')}</p>}
      {virtual ? (
        <ol style={{ height: list.getTotalSize(), position: 'relative' }}>
          {list.getVirtualItems().map((item) => (
            <li
              key={item.key}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ position: 'absolute', inset: '0 0 auto', transform: `translateY(${item.start}px)` }}
            >
              {draw(rows[item.index])}
            </li>
          ))}
        </ol>
      ) : (
        <ol>
          {rows.map((row) => (
            <li key={keyOf(row)}>{draw(row)}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
