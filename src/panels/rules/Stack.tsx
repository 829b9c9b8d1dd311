import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallStack } from '../../debugger';
import type { ChainName, IpFamily, Rule } from '../../engine';
import { t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import { shortChain } from '../../ui/names/chainName';
import { useSize } from '../../ui/view/useSize';
import { Column } from './Column';
import { columnLefts, columnWidths, elbow, nameChars } from './columns';
import { counterIn, policyIn } from './counting';
import { BORDER, CHAR, HEADER_HEIGHT, offsets, type RuleRow, rowInset, rowsOf, sightOf } from './rowState';

interface StackProps {
  readonly stack: CallStack;
  /** The packet has left these chains: shown for orientation. */
  readonly dimmed: boolean;
  readonly family: IpFamily;
  readonly chosen: Rule | undefined;
  /** Show what rules have counted. */
  readonly counting: boolean;
}

/** The call stack of chains as columns, with the jumps between them. */
export function Stack({ stack, dimmed, family, chosen, counting }: StackProps) {
  const counters = useApp((s) => (counting ? s.counters : undefined));
  const [scroller, { width, height: whole }] = useSize<HTMLDivElement>();
  const height = Math.max(0, whole - BORDER);
  const [unfolded, setUnfolded] = useState<Readonly<Record<string, ReadonlySet<string>>>>({});
  const [scrolled, setScrolled] = useState<Readonly<Record<string, number>>>({});
  const any = t('panels.rules.any');
  const { frames, machine, table } = stack;
  const place = useMemo(() => ({ machine, family, table }), [machine, family, table]);

  const columns = useMemo(() => {
    const titled = frames.map((frame) => ({
      ...frame,
      counter: counterIn(counters, { ...place, chain: frame.chain }),
      title: shortChain(frame.chain),
      aside: policyIn(frame.base, counters, { ...place, chain: frame.chain }),
    }));
    const widths = columnWidths(titled, width);
    const lefts = columnLefts(widths);
    return titled.map((frame, i) => {
      const [own, left] = [widths[i] ?? 0, lefts[i] ?? 0];
      const chars = Math.floor((own - rowInset(frame.rules.length)) / CHAR);
      const last = i === frames.length - 1;
      const key = `${frame.depth} ${frame.chain}`;
      const rows = rowsOf(frame, { chars, last, unfolded: unfolded[key] ?? new Set(), words: { any } });
      const tops = offsets(rows);
      const here = rows.findIndex((row) => row.kind === 'rule' && row.current);
      const sight = sightOf(tops, here, (height || Number.POSITIVE_INFINITY) - HEADER_HEIGHT - BORDER);
      const visible = HEADER_HEIGHT + BORDER + sight.height;
      return { frame, key, rows, tops, here, left, width: own, last, visible };
    });
  }, [frames, width, height, unfolded, any, counters, place]);

  const elbows = columns.slice(0, -1).map((column, i) => {
    const next = columns[i + 1];
    return next && elbow({ ...column, scrolled: scrolled[column.key] ?? 0 }, column.visible, next.left);
  });
  const wasLeft = useRef(0);
  const total = (columns.at(-1)?.left ?? 0) + (columns.at(-1)?.width ?? 0);

  // The chain at the cursor is the one to read: bring it into sight when the stack grows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the stack's shape changes
  useEffect(() => {
    const left = Math.max(0, total - width);
    // To write what is there already would cost a layout of the page.
    if (!scroller.current || (left === 0 && wasLeft.current === 0)) return;
    scroller.current.scrollLeft = left;
    wasLeft.current = left;
  }, [frames.length, total]);

  const choose = useCallback(
    ({ number, rule, step }: RuleRow, chain: ChainName) => {
      const { pause, seek, chooseRule } = appStore.getState();
      if (step) {
        pause();
        seek(step.index);
      }
      chooseRule({ ...place, chain, number, rule });
    },
    [place],
  );

  return (
    <div ref={scroller} className="rules-scroller">
      <div className="rules-columns">
        {columns.map(({ frame, key, rows, width: own, last }) => (
          <div className="rules-slot" key={key}>
            <Column
              table={stack.table}
              chain={frame.chain}
              rules={frame.rules}
              title={shortChain(frame.chain, Math.max(18, nameChars(own)))}
              aside={own > 180 ? frame.aside : undefined}
              rows={rows}
              width={own}
              room={height}
              current={last && !dimmed}
              dimmed={dimmed}
              selected={chosen}
              // An elbow follows its row; the last column has none.
              onScroll={last ? undefined : (top) => setScrolled((all) => ({ ...all, [key]: top }))}
              onUnfold={(fold) =>
                setUnfolded((all) => ({ ...all, [key]: new Set([...(all[key] ?? []), fold]) }))
              }
              onChoose={choose}
            />
          </div>
        ))}
        <svg className="rules-elbows" width={total} height={height || 0} aria-hidden="true">
          {elbows.map(
            (e, i) =>
              e && (
                // biome-ignore lint/suspicious/noArrayIndexKey: an elbow belongs to its column
                <g key={i}>
                  <path className="elbow" d={e.path} />
                  <path className="elbow-tip" d={`M${e.x} ${e.y}l-7 -4v8Z`} />
                </g>
              ),
          )}
        </svg>
      </div>
    </div>
  );
}
