import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { t } from '../../i18n';
import type { NodeFactId, PodFactId } from '../../state/settings/settings';
import { useApp } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { shortPods } from '../../ui/names/podName';
import { changes, type Listed, type Owner } from './owners';
import { SettingRow } from './SettingRow';

interface OwnerRowProps {
  readonly owner: Owner;
  readonly label: string;
  readonly facts: readonly (NodeFactId | PodFactId)[];
  readonly open: boolean;
  onToggle(): void;
}

function OwnerRow({ owner, label, facts, open, onToggle }: OwnerRowProps) {
  const count = useApp((s) => changes(s.settings, owner));
  const id = useId();
  return (
    <div className="owner">
      <button
        type="button"
        className="owner-head"
        data-owner={owner.key}
        aria-expanded={open}
        aria-controls={id}
        title={owner.note === undefined ? label : `${label} • ${owner.note}`}
        onClick={onToggle}
      >
        <Glyph name="chevron" size={10} className={open ? 'owner-fold is-open' : 'owner-fold'} />
        <span className="owner-name">{shortPods(label)}</span>
        {owner.note !== undefined && <span className="owner-note">{owner.note}</span>}
        {count > 0 && <span className="owner-count">{t('settings.changed', { count })}</span>}
      </button>
      <div id={id} className="owner-facts">
        {open &&
          facts.map((fact) => <SettingRow key={fact} name={`${fact}@${owner.key}`} hint={fact} quiet />)}
      </div>
    </div>
  );
}

interface OwnersProps {
  readonly title: string;
  readonly search: string;
  /** How many there are in all: few need no search. */
  readonly total: number;
  /** The one that the user was sent to. */
  readonly wanted: { readonly n: number; readonly key: string } | undefined;
  list(query: string): Listed;
  labelOf(owner: Owner): string;
  factsOf(owner: Owner): readonly (NodeFactId | PodFactId)[];
}

const FEW = 6;

/** Nodes or Pods to choose from, each with its switches; a thousand of them are searched, not listed. */
export function Owners({ title, search, total, wanted, list, labelOf, factsOf }: OwnersProps) {
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  // Rows must not change places under the hand that switches them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: sorted anew by another question only
  const found = useMemo(() => list(query), [query, total, wanted?.key]);

  useEffect(() => {
    if (!wanted) return;
    setQuery('');
    setOpen(wanted.key);
    const frame = requestAnimationFrame(() => {
      const head = [...(box.current?.querySelectorAll<HTMLElement>('[data-owner]') ?? [])].find(
        (each) => each.dataset.owner === wanted.key,
      );
      head?.focus();
      head?.scrollIntoView({ block: 'start' });
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted]);

  return (
    <div ref={box}>
      <h3>{title}</h3>
      {total > FEW && (
        <input
          type="search"
          className="field-input owner-search"
          aria-label={search}
          placeholder={search}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {found.owners.map((owner) => (
        <OwnerRow
          key={owner.key}
          owner={owner}
          label={labelOf(owner)}
          facts={factsOf(owner)}
          open={open === owner.key}
          onToggle={() => setOpen(open === owner.key ? undefined : owner.key)}
        />
      ))}
      {(found.more > 0 || found.owners.length === 0) && (
        <p className="setting-hint owner-more" role="status">
          {found.owners.length === 0
            ? t('settings.owners.none')
            : t(query.trim() ? 'settings.owners.moreFound' : 'settings.owners.more', { count: found.more })}
        </p>
      )}
    </div>
  );
}
