import { type FormEvent, useId, useMemo, useState } from 'react';
import type { ChainName, Exchange, TableName } from '../../engine';
import { t } from '../../i18n';
import {
  type Breakpoint,
  countHits,
  FIELDS,
  type Point,
  pointKey,
  ruleNumber,
  VERDICTS,
} from '../../state/cursor/breakpoints';
import { appStore, useApp } from '../../state/store';
import { Button, IconButton } from '../../ui/controls/Button';
import { shortChain } from '../../ui/names/chainName';
import { pointText } from './pointText';

const hitsText = (exchange: Exchange | undefined, point: Point): string => {
  const count = exchange ? countHits(exchange, point) : 0;
  return count === 0 ? t('debug.never') : t('debug.hits', { count });
};

interface ChoiceProps {
  readonly point: Point;
  readonly text: string;
}

/** One of the few things that can always be waited for. */
function Choice({ point, text }: ChoiceProps) {
  const exchange = useApp((s) => s.exchange);
  const key = pointKey(point);
  const set = useApp((s) => s.breakpoints.some((b) => pointKey(b.point) === key && b.on));
  const hits = useMemo(() => hitsText(exchange, point), [exchange, point]);
  return (
    <label className="breakpoint-choice">
      <input
        type="checkbox"
        checked={set}
        onChange={() => {
          const { toggleBreakpoint, switchBreakpoint, breakpoints } = appStore.getState();
          if (!set && breakpoints.some((b) => pointKey(b.point) === key)) switchBreakpoint(key, true);
          else toggleBreakpoint(point);
        }}
      />
      <span>{text}</span>
      <span className="breakpoint-hits">{hits}</span>
    </label>
  );
}

/** The chain's rules on a machine that has it: the packet's first. */
function rulesOf(exchange: Exchange | undefined, table: TableName, chain: ChainName) {
  const machines = exchange ? new Set(exchange.steps.map(({ machine }) => machine)) : [];
  const family = exchange?.request.to.ip.includes(':') ? 6 : 4;
  for (const id of machines) {
    const machine = exchange?.network.machines.get(id);
    const found = machine?.ruleset(family)?.tables.get(table)?.chains.get(chain);
    if (found) return found.rules;
  }
  return undefined;
}

/** A breakpoint at a rule or a chain: on, off, or away. */
function Placed({ breakpoint: { point, on } }: { readonly breakpoint: Breakpoint }) {
  const exchange = useApp((s) => s.exchange);
  const hits = useMemo(() => hitsText(exchange, point), [exchange, point]);
  if (!('chain' in point)) return null;
  const { table, chain } = point;
  const key = pointKey(point);
  const rules = rulesOf(exchange, table, chain);
  const number = point.kind === 'rule' && rules ? ruleNumber(point, rules) : undefined;
  const gone = rules === undefined || (point.kind === 'rule' && number === undefined);
  const what = pointText(point.kind === 'rule' ? { ...point, number: number ?? point.number } : point);
  return (
    <li className="breakpoint-placed">
      <label className="breakpoint-choice">
        <input
          type="checkbox"
          checked={on}
          aria-label={t('debug.on', { what })}
          onChange={() => appStore.getState().switchBreakpoint(key, !on)}
        />
        <span title={chain}>
          <code>{shortChain(chain, 22)}</code>
          {point.kind === 'rule' && ` ${number ?? point.number}`}
        </span>
        <span className="breakpoint-hits">{gone ? t('debug.gone') : `${table} · ${hits}`}</span>
      </label>
      <IconButton
        icon="close"
        label={t('debug.remove', { what })}
        onClick={() => appStore.getState().removeBreakpoint(key)}
      />
    </li>
  );
}

/** Chains that the packet meets, for the suggestions. */
function chainsMet(exchange: Exchange | undefined): ReadonlyMap<string, TableName> {
  const found = new Map<string, TableName>();
  for (const step of exchange?.steps ?? []) {
    if (step.kind === 'rule' && !found.has(step.chain)) found.set(step.chain, step.table);
  }
  return found;
}

function AddChain() {
  const exchange = useApp((s) => s.exchange);
  const met = useMemo(() => chainsMet(exchange), [exchange]);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const id = useId();
  /** Where a chain of this name is: in the tables that the packet asked, else in any of a node it passed. */
  const tableOf = (name: string): TableName | undefined => {
    const known = met.get(name);
    if (known) return known;
    return (['nat', 'filter', 'mangle', 'raw'] as const).find((table) =>
      rulesOf(exchange, table, name as ChainName),
    );
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const name = text.trim();
    const exact = tableOf(name) ? name : name.toUpperCase();
    const table = tableOf(exact);
    setWrong(!table);
    if (!table) return;
    const point = { kind: 'chain', table, chain: exact as ChainName } as const;
    const { breakpoints, toggleBreakpoint } = appStore.getState();
    if (!breakpoints.some((b) => pointKey(b.point) === pointKey(point))) toggleBreakpoint(point);
    setText('');
  };
  return (
    <form className="breakpoint-add" onSubmit={add}>
      <input
        className="field-input mono"
        list={`${id}chains`}
        aria-label={t('debug.chainLabel')}
        placeholder={t('debug.chainPlaceholder')}
        spellCheck={false}
        autoCapitalize="off"
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}wrong` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
      />
      <datalist id={`${id}chains`}>
        {[...met].map(([chain, table]) => (
          <option key={chain} value={chain} label={t('debug.table', { table })} />
        ))}
      </datalist>
      <Button type="submit" disabled={text.trim() === ''}>
        {t('debug.add')}
      </Button>
      {wrong && (
        <p id={`${id}wrong`} className="breakpoint-wrong" role="alert">
          {t('debug.noChain')}
        </p>
      )}
    </form>
  );
}

const CHANGES = FIELDS.map((field): Point => ({ kind: 'change', field }));
const ENDS = VERDICTS.map((verdict) => ({ kind: 'verdict', verdict }) as const);

/** What playing and running stop at. */
export default function Breakpoints() {
  const breakpoints = useApp((s) => s.breakpoints);
  const placed = breakpoints.filter(({ point }) => 'chain' in point);
  const { runToBreakpoint } = appStore.getState();
  return (
    <>
      <fieldset>
        <legend>{t('debug.when')}</legend>
        {CHANGES.map((point) => (
          <Choice key={pointKey(point)} point={point} text={pointText(point)} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('debug.verdict')}</legend>
        <div className="breakpoint-verdicts">
          {ENDS.map((point) => (
            <Choice
              key={point.verdict}
              point={point}
              text={point.verdict === 'ACCEPT' ? t('debug.byRule') : point.verdict}
            />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('debug.rules')}</legend>
        <p className="breakpoint-hint">{t('debug.rulesHint', { key: 'b' })}</p>
        {placed.length > 0 && (
          <ul>
            {placed.map((breakpoint) => (
              <Placed key={pointKey(breakpoint.point)} breakpoint={breakpoint} />
            ))}
          </ul>
        )}
        <AddChain />
      </fieldset>
      <div className="breakpoint-run">
        <Button look="ink" aria-keyshortcuts="c" onClick={() => runToBreakpoint(1)}>
          {t('debug.run')} <kbd>c</kbd>
        </Button>
        <Button aria-keyshortcuts="Shift+C" onClick={() => runToBreakpoint(-1)}>
          {t('debug.runBack')}
        </Button>
      </div>
    </>
  );
}
