import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { MachineId, Rule, Ruleset } from '../../engine';
import { machineName, t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import type { RuleChoice } from '../../state/types';
import { shortChain } from '../../ui/names/chainName';
import { useSize } from '../../ui/view/useSize';
import { type ChainRef, chainList, refText, searchRules, triedIn } from './browse';
import { Column } from './Column';
import { counterIn, policyIn } from './counting';
import { CHAR, type RuleRow, rowInset, ruleRow } from './rowState';
import { useGrown } from './useGrown';

/** px. On a phone a column is as wide as the screen. */
const WIDTH = 300;
const NARROW = 480;

interface BrowseProps {
  readonly machine: MachineId;
  readonly ruleset: Ruleset;
  readonly query: string;
  readonly choice: RuleChoice | undefined;
  readonly counting: boolean;
}

interface ChainsProps {
  readonly ruleset: Ruleset;
  readonly open: ChainRef | undefined;
  readonly machine: MachineId;
  onOpen(ref: ChainRef): void;
}

function Chains({ ruleset, open, machine, onOpen }: ChainsProps) {
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another chain has been opened, perhaps from elsewhere
  useEffect(() => {
    const [box, current] = [list.current, list.current?.querySelector<HTMLElement>('[aria-current]')];
    if (!box || !current) return;
    const top = current.offsetTop - box.offsetTop;
    const below = top + current.offsetHeight - box.clientHeight;
    if (top < box.scrollTop || below > box.scrollTop)
      box.scrollTop = top - (box.clientHeight - current.offsetHeight) / 2;
  }, [open]);
  return (
    <nav
      ref={list}
      className="chain chain-index"
      aria-label={t('panels.rules.chains', { machine: machineName(machine) })}
    >
      {chainList(ruleset).map(({ table, chains }) => (
        <section key={table}>
          <h3 className="chain-index-table">{t('panels.rules.table', { table })}</h3>
          <ul>
            {chains.map((chain) => {
              const ref = { table, chain: chain.name };
              const isOpen = open !== undefined && refText(open) === refText(ref);
              return (
                <li key={chain.name}>
                  <button
                    type="button"
                    title={chain.name}
                    className={chain.base ? 'is-base' : undefined}
                    aria-current={isOpen ? 'true' : undefined}
                    onClick={() => onOpen(ref)}
                  >
                    <code>{shortChain(chain.name, 24)}</code>
                    <span>{chain.rules.length}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </nav>
  );
}

const NO_RULES: readonly Rule[] = [];
const rulesIn = (ruleset: Ruleset, { table, chain }: ChainRef): readonly Rule[] =>
  ruleset.tables.get(table)?.chains.get(chain)?.rules ?? NO_RULES;

const placeOf = ({ table, chain }: ChainRef): ChainRef => ({ table, chain });

/** A node's whole ruleset, read chain by chain: choosing a jump opens the chain that it leads to. */
export function Browse({ machine, ruleset, query, choice, counting }: BrowseProps) {
  const counters = useApp((s) => (counting ? s.counters : undefined));
  const exchange = useApp((s) => s.exchange);
  const sent = choice?.from === 'text' ? choice : undefined;
  const chosen = choice?.rule;
  const [path, setPath] = useState<readonly ChainRef[]>(() => {
    if (sent) return [placeOf(sent)];
    const nat = ruleset.tables.get('nat') ?? [...ruleset.tables.values()][0];
    const chain = nat && (nat.chains.get('PREROUTING' as ChainRef['chain']) ?? [...nat.chains.values()][0]);
    return nat && chain ? [{ table: nat.name, chain: chain.name }] : [];
  });
  // A line of the text leads to a chain.
  useEffect(() => {
    if (sent) setPath([placeOf(sent)]);
  }, [sent]);
  const asked = useDeferredValue(query.trim());
  const search = useMemo(() => searchRules(ruleset, asked), [ruleset, asked]);
  const words = { any: t('panels.rules.any') };
  const [scroller, { width: across, height: room }] = useSize<HTMLDivElement>();
  const width = across < NARROW ? Math.max(WIDTH, across) : WIDTH;
  const charsIn = useCallback(
    (rules: number): number => Math.floor((width - rowInset(rules)) / CHAR),
    [width],
  );

  const longest = Math.max(0, ...path.map((ref) => rulesIn(ruleset, ref).length));
  const shownRules = useGrown(path, longest, choice?.number ?? 0);
  const columns = useMemo(
    () =>
      path.map((ref) => {
        const rules = rulesIn(ruleset, ref);
        const at = { machine, family: ruleset.family, ...ref };
        const counter = counterIn(counters, at);
        const { base } = ruleset.tables.get(ref.table)?.chains.get(ref.chain) ?? {};
        const frame = { rules, tried: triedIn(exchange, machine, ref), counter };
        return {
          ref,
          rules,
          aside: counters && policyIn(base, counters, at),
          rows: rules
            .slice(0, shownRules)
            .map((_, i) => ruleRow(frame, i + 1, true, charsIn(rules.length), { any: words.any })),
        };
      }),
    [path, ruleset, exchange, machine, words.any, charsIn, counters, shownRules],
  );
  const results = useMemo(
    () =>
      search.found.map((found) => {
        const rules = ruleset.tables.get(found.table)?.chains.get(found.chain)?.rules ?? [];
        const frame = { rules, tried: new Map() };
        return { found, row: ruleRow(frame, found.number, true, charsIn(rules.length), { any: words.any }) };
      }),
    [search, ruleset, words.any, charsIn],
  );

  const choose = ({ number, rule }: RuleRow, ref: ChainRef) =>
    appStore.getState().chooseRule({ machine, family: ruleset.family, ...placeOf(ref), number, rule });
  const openFrom = (row: RuleRow, ref: ChainRef, depth: number) => {
    choose(row, ref);
    const target = row.rule.target;
    const kept = path.slice(0, depth + 1);
    if (target?.kind === 'jump' || target?.kind === 'goto')
      setPath([...kept, { table: ref.table, chain: target.chain }]);
    else setPath(kept);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a column that grew is still the one to read
  useEffect(() => {
    const element = scroller.current;
    if (element) element.scrollLeft = path.length > 1 || sent ? element.scrollWidth : 0;
  }, [path, sent, width]);

  return (
    <div ref={scroller} className="rules-scroller">
      <div className="rules-columns">
        <div className="rules-slot">
          <Chains ruleset={ruleset} machine={machine} open={path[0]} onOpen={(ref) => setPath([ref])} />
        </div>
        {asked !== '' ? (
          <Results
            ruleset={ruleset}
            count={search.count}
            results={results}
            width={width}
            room={room}
            chosen={chosen}
            onChoose={(row, ref) => {
              choose(row, ref);
              setPath([ref]);
            }}
          />
        ) : (
          columns.map(({ ref, rows, rules, aside }, depth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same chain may stand twice on the way
            <div className="rules-slot" key={`${depth} ${refText(ref)}`}>
              <Column
                table={ref.table}
                chain={ref.chain}
                rules={rules}
                title={shortChain(ref.chain, 36)}
                aside={aside ?? t('panels.rules.rulesCount', { count: rules.length })}
                rows={rows}
                width={width}
                room={room - 2}
                current={depth === columns.length - 1}
                selected={chosen}
                onChoose={(row) => openFrom(row, ref, depth)}
              />
            </div>
          ))
        )}
      </div>
    </div>
  );
}

interface ResultsProps {
  readonly ruleset: Ruleset;
  readonly count: number;
  readonly width: number;
  readonly room: number;
  readonly results: readonly {
    readonly found: ChainRef & { readonly number: number };
    readonly row: RuleRow;
  }[];
  readonly chosen: Rule | undefined;
  onChoose(row: RuleRow, ref: ChainRef): void;
}

/** Hits by chain, in the order of the ruleset. */
function Results({ ruleset, count, width, room, results, chosen, onChoose }: ResultsProps) {
  const groups = new Map<string, { readonly ref: ChainRef; readonly rows: RuleRow[] }>();
  for (const { found, row } of results) {
    const key = refText(found);
    const group = groups.get(key) ?? { ref: found, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const shown = results.length;
  return (
    <>
      <p className="rules-found" role="status">
        {shown < count ? t('panels.rules.foundMore', { shown, count }) : t('panels.rules.found', { count })}
      </p>
      {[...groups.values()].map(({ ref, rows }) => (
        <div className="rules-slot" key={refText(ref)}>
          <Column
            table={ref.table}
            chain={ref.chain}
            rules={ruleset.tables.get(ref.table)?.chains.get(ref.chain)?.rules ?? []}
            title={shortChain(ref.chain, 30)}
            aside={ref.table}
            rows={rows}
            width={width}
            room={room}
            current={false}
            selected={chosen}
            onChoose={(row) => onChoose(row, ref)}
          />
        </div>
      ))}
    </>
  );
}
