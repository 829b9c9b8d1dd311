import './rules.css';
import { memo, useEffect, useMemo, useState } from 'react';
import type { Exchange, IpFamily, MachineId, Step } from '../../engine';
import { capitalName, language, machineName, stepText, t } from '../../i18n';
import { heldChoice } from '../../state/cursor/choice';
import { appStore, useApp } from '../../state/store';
import type { RulePlace } from '../../state/types';
import { AddressText } from '../../ui/address/AddressText';
import { Button } from '../../ui/controls/Button';
import { Select } from '../../ui/popups/Select';
import { useCalmStep } from '../../ui/view/useCalm';
import { Browse } from './Browse';
import { Detail } from './Detail';
import { counts, type Followed, follow } from './follow';
import { Stack } from './Stack';

const FOLLOW = 'follow';

/** The rule that the packet stands at, for the line at the foot. */
function ruleAt(followed: Followed | undefined, family: IpFamily): RulePlace | undefined {
  const stack = followed?.past === false ? followed.stack : undefined;
  const { chain, rules, current: number } = stack?.frames.at(-1) ?? {};
  const rule = number === undefined ? undefined : rules?.[number - 1];
  if (!stack || !chain || !rule || number === undefined) return undefined;
  return { machine: stack.machine, family, table: stack.table, chain, number, rule };
}

/** The machine with rules at which the packet is, was last, or will be first. */
function machineWithRules(exchange: Exchange, cursor: number, family: IpFamily): MachineId | undefined {
  const has = ({ machine }: Step) => exchange.network.machines.get(machine)?.ruleset(family) !== undefined;
  const { steps } = exchange;
  return (steps.findLast((step) => step.index <= cursor && has(step)) ?? steps.find(has))?.machine;
}

interface HeaderProps {
  readonly exchange: Exchange | undefined;
  readonly cursor: number;
  readonly followed: Followed | undefined;
  readonly query: string;
  readonly counting: boolean;
  onQuery(query: string): void;
  onCounting(counting: boolean): void;
}

function Header({ exchange, cursor, followed, query, counting, onQuery, onCounting }: HeaderProps) {
  const nodes = useApp((s) => s.cluster.nodes);
  const chosen = useApp((s) => s.rulesNode);
  const { setRulesNode } = appStore.getState();
  const here = followed?.step.machine;
  const followText = here
    ? t('panels.rules.following', { machine: machineName(here) })
    : t('panels.rules.follow');
  // A thousand nodes are not to be made anew at each step.
  const options = useMemo(
    () => [
      { value: FOLLOW, text: followText },
      ...nodes.map((node) => ({ value: `node/${node.name}`, text: node.name })),
    ],
    [nodes, followText],
  );
  const stack = followed?.stack;
  const tally = exchange && stack && !chosen && !followed.past ? counts(exchange, cursor) : undefined;
  return (
    <header className="rules-header">
      <h2 id="rules-title">{t('panels.rules.title')}</h2>
      <Select
        label={t('panels.rules.node')}
        className="rules-node"
        value={chosen ?? FOLLOW}
        options={options}
        onChange={(value) => setRulesNode(value === FOLLOW ? undefined : (value as MachineId))}
      />
      {!chosen && stack && (
        <p className={followed.past ? 'rules-place is-past' : 'rules-place'}>
          {t('panels.rules.hook', { hook: stack.hook.toUpperCase() })} ·{' '}
          {t('panels.rules.table', { table: stack.table })}
        </p>
      )}
      {tally && (
        <p className="rules-tally">
          {t('panels.rules.counts', { matched: tally.matched, tried: tally.matched + tally.failed })}
        </p>
      )}
      <div className="rules-tools">
        <Button
          look="plain"
          className="rules-counting"
          aria-pressed={counting}
          onClick={() => onCounting(!counting)}
        >
          {t('panels.rules.counters')}
        </Button>
        <input
          type="search"
          className="field-input rules-search"
          placeholder={t('panels.rules.search')}
          aria-label={t('panels.rules.search')}
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
        />
        {chosen && (
          <Button className="rules-follow" onClick={() => setRulesNode(undefined)}>
            {t('panels.rules.follow')}
          </Button>
        )}
      </div>
    </header>
  );
}

/** Outside of tables: that no rule is asked, and what happens instead. */
function Elsewhere({ followed }: { readonly followed: Followed }) {
  const { title, detail } = stepText(followed.step);
  // A detail may be a few words, not a sentence: they go on with the title's.
  const words = detail !== undefined && !/[.!?]$/.test(detail);
  const said = words ? `${title}: ${detail}.` : `${title}.`;
  const bare = followed.stack === undefined && !followed.step.machine.startsWith('node/');
  return (
    <p className="rules-elsewhere">
      {followed.step.kind === 'nat' ? (
        <b>
          <AddressText text={said} />
        </b>
      ) : (
        <>
          <b>{t('panels.rules.notAsked')}</b> <AddressText text={said} />
        </>
      )}
      {detail && !words && (
        <>
          {' '}
          <AddressText text={detail} />
        </>
      )}
      {bare && ` ${t('panels.rules.noRules', { Machine: capitalName(followed.step.machine) })}`}
    </p>
  );
}

interface AtProps {
  readonly exchange: Exchange | undefined;
  readonly cursor: number;
}

const RulesAt = memo(function RulesAt({ exchange, cursor }: AtProps) {
  const node = useApp((s) => s.rulesNode);
  const network = useApp((s) => s.network);
  const [query, setQuery] = useState('');
  const [counting, setCounting] = useState(false);
  const choice = useApp(heldChoice);
  const asked = useApp((s) => s.rulesFamily);
  const followed = useMemo(() => exchange && follow(exchange, cursor), [exchange, cursor]);
  // What a line of the text leads to must not hide behind an older search.
  useEffect(() => {
    if (choice?.from === 'text') setQuery('');
  }, [choice]);

  const packet = exchange?.request.to.ip.includes(':') ? 6 : 4;
  const family = node === undefined ? packet : (asked ?? packet);
  // Searching looks through the rules of the machine that the packet is at, or was at last.
  const searched = query.trim() === '' ? undefined : exchange && machineWithRules(exchange, cursor, family);
  const machine = node ?? searched;
  const ruleset = machine === undefined ? undefined : network.machines.get(machine)?.ruleset(family);
  const detail = choice ?? (node === undefined ? ruleAt(followed, family) : undefined);

  return (
    <section className="rules" aria-labelledby="rules-title" lang={language()}>
      <Header
        exchange={exchange}
        cursor={cursor}
        followed={followed}
        query={query}
        counting={counting}
        onQuery={setQuery}
        onCounting={setCounting}
      />
      {machine !== undefined && ruleset && (
        <Browse
          key={`${machine} ${family}`}
          machine={machine}
          ruleset={ruleset}
          query={query}
          choice={choice}
          counting={counting}
        />
      )}
      {machine === undefined && followed?.past && <Elsewhere followed={followed} />}
      {machine === undefined && followed?.stack && (
        <Stack
          key={`${followed.stack.machine} ${followed.stack.hook} ${followed.stack.table}`}
          stack={followed.stack}
          dimmed={followed.past}
          family={family}
          chosen={choice?.rule}
          counting={counting}
        />
      )}
      {machine === undefined && !followed && <p className="rules-elsewhere">{t('panels.rules.none')}</p>}
      {detail && <Detail place={detail} whole={choice !== undefined} />}
    </section>
  );
});

/** The rules that the packet meets, as the call stack of chains; or any node's, read at leisure. */
export default function Rules() {
  const { exchange, cursor } = useCalmStep('rules');
  return <RulesAt exchange={exchange} cursor={cursor} />;
}
