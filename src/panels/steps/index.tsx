import './steps.css';
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Exchange, Grain } from '../../engine';
import { language, machineName, t } from '../../i18n';
import { traceMarkdown } from '../../report/traceMarkdown';
import { stopsOf } from '../../state/cursor/cursor';
import { askedAt } from '../../state/settings/question';
import { appStore, useApp } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { CopyButton } from '../../ui/controls/CopyButton';
import { GoOn } from '../../ui/controls/GoOn';
import { Segmented } from '../../ui/controls/Segmented';
import { machineGlyph } from '../../ui/names/machine';
import { useCalmStep } from '../../ui/view/useCalm';
import { useRowsInSight } from '../../ui/view/useRowsInSight';
import { useThumb } from '../../ui/view/useThumb';
import { currentLine, type Folds, type Line, lines, lineTops } from './list';
import { StepRow } from './StepRow';

const GRAINS = ['hop', 'chain', 'rule'] as const satisfies readonly Grain[];

const isStepRow = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.classList.contains('step-row');

const GrainChoice = memo(function GrainChoice() {
  const grain = useApp((s) => s.grain);
  return (
    <Segmented
      label={t('panels.stepper.grain')}
      value={grain}
      options={GRAINS.map((value) => ({ value, label: t(`panels.grain.${value}`) }))}
      onChange={appStore.getState().setGrain}
    />
  );
});

interface VisitProps {
  readonly line: Extract<Line, { kind: 'visit' }>;
  readonly current: boolean;
  onToggle(): void;
}

function Visit({ line, current, onToggle }: VisitProps) {
  const [first, last] = [line.first + 1, line.last + 1];
  const name = machineName(line.machine);
  return (
    <button
      type="button"
      className={current ? 'visit is-current' : 'visit'}
      aria-expanded={line.open}
      onClick={onToggle}
    >
      <Glyph name="chevron" size={10} className={line.open ? 'visit-fold is-open' : 'visit-fold'} />
      <Glyph
        name={machineGlyph(line.machine)}
        size={10}
        className={`visit-glyph is-${machineGlyph(line.machine)}`}
      />
      <span className="visit-name" title={name}>
        {name}
      </span>
      {line.leg !== 'request' && <span className="visit-leg">{t(`panels.leg.${line.leg}`)}</span>}
      <span className="visit-range" title={t('panels.steps.range', { first, last })}>
        {first === last ? first : `${first}–${last}`}
      </span>
    </button>
  );
}

interface ListProps {
  readonly exchange: Exchange;
  readonly cursor: number;
}

const List = memo(function List({ exchange, cursor }: ListProps) {
  const grain = useApp((s) => s.grain);
  const [folds, setFolds] = useState<Folds>(new Map());
  const scroller = useRef<HTMLDivElement>(null);
  const stops = stopsOf(exchange, grain);
  const hop = exchange.steps[cursor]?.hop;
  const all = useMemo(() => lines(exchange, stops, hop, folds), [exchange, stops, hop, folds]);
  const here = currentLine(all, cursor);

  const thumb = useThumb();
  const tops = useMemo(() => lineTops(all, thumb), [all, thumb]);
  const { from, to, seen, scrollTo } = useRowsInSight(scroller, tops);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a fold must not scroll, only the cursor does
  useEffect(() => {
    // Scrolling costs a layout of the page: mostly the row is in sight, and else the next ones will be.
    const { top, height } = seen.current;
    const [start, end] = [tops[here] ?? 0, tops[here + 1] ?? 0];
    if (start < top || end > top + height) scrollTo((start + end - height) / 2);
    // Who goes through the rows by key stays at the current one.
    if (scroller.current?.contains(document.activeElement) && isStepRow(document.activeElement))
      scroller.current.querySelector<HTMLElement>('.step-row.is-current')?.focus();
  }, [cursor, grain, exchange]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another exchange has other visits
  useEffect(() => setFolds(new Map()), [exchange]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (!isStepRow(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    appStore.getState().stepBy(event.key === 'ArrowDown' ? 1 : -1);
  };

  return (
    <div ref={scroller} className="steps-scroller">
      <ol
        className="steps-list"
        aria-label={t('panels.steps.list')}
        style={{ height: tops[all.length], paddingTop: tops[from] }}
        onKeyDown={onKeyDown}
      >
        {all.slice(from, to).map((line, i) => {
          const at = from + i;
          return (
            <li
              key={line.kind === 'visit' ? `visit ${line.hop}` : line.index}
              className={at === 0 ? 'is-first' : undefined}
              aria-setsize={all.length}
              aria-posinset={at + 1}
              style={{ height: (tops[at + 1] ?? 0) - (tops[at] ?? 0) }}
            >
              {line.kind === 'visit' ? (
                <Visit
                  line={line}
                  current={at === here}
                  onToggle={() => setFolds(new Map([...folds, [line.hop, !line.open]]))}
                />
              ) : (
                exchange.steps[line.index] && (
                  <StepRow
                    step={exchange.steps[line.index] as Exchange['steps'][number]}
                    current={at === here}
                  />
                )
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
});

const Header = memo(function Header({ exchange }: { readonly exchange: Exchange | undefined }) {
  return (
    <header className="steps-header">
      <h2 id="steps-title">{t('panels.steps.title')}</h2>
      {exchange && <CopyButton bare label={t('panels.steps.copy')} text={() => traceMarkdown(exchange)} />}
      <GrainChoice />
    </header>
  );
});

/** The ordered list of all steps: what the map plays, in words. */
export default function Steps() {
  const { exchange, cursor } = useCalmStep('steps');
  const asked = exchange && askedAt(exchange, cursor);
  return (
    <section className="steps" aria-labelledby="steps-title" lang={language()}>
      <Header exchange={exchange} />
      {exchange ? (
        <List exchange={exchange} cursor={cursor} />
      ) : (
        <p className="steps-none">{t('panels.steps.none')}</p>
      )}
      {asked && <GoOn step={asked} />}
    </section>
  );
}
