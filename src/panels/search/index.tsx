import './search.css';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { language, machineName, stepText, t } from '../../i18n';
import { useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { Glyph } from '../../ui/address/Glyph';
import { Icon } from '../../ui/controls/Icon';
import { shortChain } from '../../ui/names/chainName';
import { ruleText } from '../../ui/names/ruleText';
import { Dialog } from '../../ui/popups/Dialog';
import { goTo } from './choose';
import { type Found, KINDS, type Kind, type Results, RULES_MOST } from './find';
import { useSearch } from './useSearch';

function keyOf(found: Found): string {
  switch (found.kind) {
    case 'service':
      return `service ${found.service.metadata.namespace}/${found.service.metadata.name}`;
    case 'pod':
      return `pod ${found.pod.namespace}/${found.pod.name}`;
    case 'node':
      return `node ${found.node.name}`;
    case 'address':
      return `address ${found.machine} ${found.device} ${found.ip}`;
    case 'chain': {
      const { machine, family, table, chain } = found.place;
      return `chain ${machine} ${family} ${table} ${chain}`;
    }
    case 'rule': {
      const { machine, family, table, chain, number } = found.place;
      return `rule ${machine} ${family} ${table} ${chain} ${number}`;
    }
    case 'step':
      return `step ${found.step.index}`;
  }
}

interface Parts {
  readonly sign: ReactNode;
  readonly title: ReactNode;
  readonly detail: ReactNode;
}

function partsOf(found: Found): Parts {
  switch (found.kind) {
    case 'service': {
      const { metadata, spec } = found.service;
      const { clusterIP, ports = [] } = spec;
      const address = clusterIP && clusterIP !== 'None';
      return {
        sign: <Glyph name="cluster" size={12} className="addr-cluster" />,
        title: `${metadata.namespace}/${metadata.name}`,
        detail: address ? <Address ip={clusterIP} port={ports[0]?.port} /> : t('search.headless'),
      };
    }
    case 'pod': {
      const { namespace, name, ips, node } = found.pod;
      return {
        sign: <Glyph name="pod" size={12} className="addr-pod" />,
        title: `${namespace}/${name}`,
        detail: (
          <>
            {ips[0] && <Address ip={ips[0]} />} {t('search.onNode', { node })}
          </>
        ),
      };
    }
    case 'node':
      return {
        sign: <Glyph name="node" size={12} className="addr-node" />,
        title: found.node.name,
        detail: found.node.ips[0] && <Address ip={found.node.ips[0]} />,
      };
    case 'address':
      return {
        sign: <Icon name="search" size={13} />,
        title: <Address ip={found.ip} />,
        detail: t('search.device', { device: found.device, machine: machineName(found.machine) }),
      };
    case 'chain': {
      const { machine, table, chain, rules } = found.place;
      return {
        sign: <Icon name="rules" size={13} />,
        title: <code title={chain}>{shortChain(chain, 30)}</code>,
        detail: (
          <span className="search-place">
            {t('search.rules', { count: rules.length })}, {table}, {machineName(machine)}
          </span>
        ),
      };
    }
    case 'rule': {
      const { machine, table, chain, number, rule } = found.place;
      return {
        sign: <Icon name="rules" size={13} />,
        title: (
          <code title={chain}>
            {shortChain(chain, 24)} {number}
          </code>
        ),
        detail: (
          <>
            <code className="search-rule">{ruleText(rule)}</code>
            <span className="search-place">
              {table}, {machineName(machine)}
            </span>
          </>
        ),
      };
    }
    case 'step':
      return {
        sign: <span className="search-number">{found.step.index + 1}</span>,
        title: stepText(found.step).title,
        detail: machineName(found.step.machine),
      };
  }
}

function countText(kind: Kind, shown: number, count: number): string {
  if (kind === 'rule' && count >= RULES_MOST) return t('search.many', { shown, count });
  return shown < count ? t('search.some', { shown, count }) : `${count}`;
}

interface ListProps {
  readonly id: string;
  readonly results: Results;
  readonly active: Found | undefined;
  onPoint(found: Found): void;
  onChoose(found: Found): void;
}

function List({ id, results, active, onPoint, onChoose }: ListProps) {
  const groups = KINDS.filter((kind) => results[kind].found.length > 0);
  return (
    // The field keeps the focus; what is chosen in it, `aria-activedescendant` says.
    <div id={id} role="listbox" aria-label={t('search.results')} className="search-list">
      {groups.map((kind) => {
        const { found, count, partly } = results[kind];
        return (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
          <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
            <div id={`${id}-${kind}`} className="search-heading">
              {t(`search.${kind}`)}
              <span>
                {partly && `${t('search.partly')} · `}
                {countText(kind, found.length, count)}
              </span>
            </div>
            {found.map((one) => {
              const { sign, title, detail } = partsOf(one);
              const isActive = active !== undefined && keyOf(one) === keyOf(active);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the field
                // biome-ignore lint/a11y/useFocusableInteractive: as above
                <div
                  key={keyOf(one)}
                  id={`${id}-${keyOf(one)}`}
                  role="option"
                  aria-selected={isActive}
                  className="search-option"
                  onPointerMove={() => onPoint(one)}
                  onClick={() => onChoose(one)}
                >
                  <span className="search-sign">{sign}</span>
                  <span className="search-title">{title}</span>
                  <span className="search-detail">{detail}</span>
                </div>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}

const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

interface SearchProps {
  onClose(): void;
}

/** One search for everything; choosing what was found goes there. */
export default function Search({ onClose }: SearchProps) {
  const cluster = useApp((s) => s.cluster);
  const network = useApp((s) => s.network);
  const exchange = useApp((s) => s.exchange);
  const rulesNode = useApp((s) => s.rulesNode);
  const [query, setQuery] = useState('');
  const [pointed, setPointed] = useState<string>();
  const { results, done } = useSearch({ cluster, network, exchange, rulesNode }, query);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const all = results ? KINDS.flatMap((kind) => results[kind].found) : [];
  const count = results ? KINDS.reduce((sum, kind) => sum + results[kind].count, 0) : 0;
  const at = Math.max(
    0,
    all.findIndex((found) => keyOf(found) === pointed),
  );
  const active = all[at];
  const activeKey = active && keyOf(active);
  useEffect(() => input.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is active
  useEffect(() => {
    const option = input.current?.closest('dialog')?.querySelector('[role=option][aria-selected=true]');
    option?.scrollIntoView({ block: 'nearest' });
  }, [activeKey]);

  const choose = (found: Found) => {
    onClose();
    goTo(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = MOVES[event.key];
    if (event.key === 'Enter' && active && done) choose(active);
    else if (by !== undefined && all.length > 0) {
      const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
      setPointed(next && keyOf(next));
    } else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t('search.title')} className="search" closeLabel={t('search.close')} onClose={onClose}>
      <div lang={language()}>
        <input
          ref={input}
          className="field-input search-field"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={all.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={active ? `${id}-${keyOf(active)}` : undefined}
          placeholder={t('search.placeholder')}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          enterKeyHint="go"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setPointed(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        {query.trim() === '' && <p className="search-hint">{t('search.hint')}</p>}
        <p className={all.length > 0 || !results ? 'visually-hidden' : 'search-hint'} role="status">
          {query.trim() !== '' &&
            (done ? (count > 0 ? t('search.found', { count }) : t('search.none')) : t('search.looking'))}
        </p>
        {results && query.trim() !== '' && (
          <List
            id={id}
            results={results}
            active={active}
            onPoint={(found) => setPointed(keyOf(found))}
            onChoose={choose}
          />
        )}
      </div>
    </Dialog>
  );
}
