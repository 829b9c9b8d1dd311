import { useEffect, useState } from 'react';
import type { NodeRules as Read } from '../../engine/reader';
import { t } from '../../i18n';
import { readRules } from '../../state/document/pastedRules';
import { LONGEST_RULES } from '../../state/settings/settings';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { Select } from '../../ui/popups/Select';
import { PasteField } from './PasteField';

/** So many problems are shown; a text of another kind has one on every line. */
const SHOWN = 12;
/** ms after the last key stroke. */
const PAUSE_MS = 200;

type Reading =
  | { readonly kind: 'empty' | 'reading' | 'failed' | 'tooLong' }
  | { readonly kind: 'read'; readonly text: string; readonly read: Read };

/** What a text holds, a moment after it was typed. */
function useReading(text: string): Reading {
  const [reading, setReading] = useState<Reading>({ kind: 'empty' });
  useEffect(() => {
    if (text.trim() === '') return setReading({ kind: 'empty' });
    if (text.length > LONGEST_RULES) return setReading({ kind: 'tooLong' });
    let current = true;
    setReading({ kind: 'reading' });
    const timer = setTimeout(() => {
      readRules(text).then(
        (read) => current && setReading({ kind: 'read', text, read }),
        () => current && setReading({ kind: 'failed' }),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  return reading;
}

const isEmpty = ({ rulesets }: Read): boolean => Object.keys(rulesets).length === 0;

function Problems({ read }: { readonly read: Read }) {
  const { problems } = read;
  if (problems.length === 0) return null;
  return (
    <ul className="rules-problems">
      {problems.slice(0, SHOWN).map(({ line, column, code, text }) => (
        <li key={`${line}:${column}`} className="setting-wrong">
          <b>{t('settings.paste.place', { line, column })}:</b>{' '}
          {t(`settings.rules.problem.${code}`, { text: text.slice(0, 80) })}
        </li>
      ))}
      {problems.length > SHOWN && (
        <li className="setting-hint">{t('settings.rules.more', { count: problems.length - SHOWN })}</li>
      )}
    </ul>
  );
}

function Status({ reading, text }: { readonly reading: Reading; readonly text: string }) {
  switch (reading.kind) {
    case 'empty':
      return null;
    case 'reading':
      return <p className="setting-hint">{t('settings.rules.reading')}</p>;
    case 'failed':
      return <p className="setting-wrong">{t('settings.rules.failed')}</p>;
    case 'tooLong':
      return (
        <p className="setting-wrong">
          {t('settings.rules.tooLong', { count: text.length, most: LONGEST_RULES })}
        </p>
      );
    case 'read': {
      const { rules, chains } = reading.read;
      return isEmpty(reading.read) ? (
        <p className="setting-wrong">{t('settings.rules.none')}</p>
      ) : (
        <p className="setting-hint">{t('settings.rules.read', { count: rules, chains })}</p>
      );
    }
  }
}

/** The rules of one node, pasted or dropped: what `iptables-save`, `ip6tables-save` and `ipset save` print there. */
function OneNode({ node }: { readonly node: string }) {
  const key = `rules@${node}` as const;
  const used = useApp((s) => s.settings[key]);
  const [text, setText] = useState(typeof used === 'string' ? used : '');
  const reading = useReading(text);
  const ready = reading.kind === 'read' && !isEmpty(reading.read) && reading.text !== used;
  const set = (value: string | undefined) => appStore.getState().setSetting(key, value);
  const status = (
    <>
      <Status reading={reading} text={text} />
      {used !== undefined && (
        <p className="setting-hint">
          {t(text === used ? 'settings.rules.used' : 'settings.rules.unused', { node })}
        </p>
      )}
    </>
  );
  return (
    <PasteField
      label={t('settings.rules.label')}
      rows={8}
      text={text}
      status={status}
      more={reading.kind === 'read' && <Problems read={reading.read} />}
      hint={t('settings.rules.hint')}
      onText={setText}
    >
      <Button aria-disabled={!ready} onClick={() => ready && set(text)}>
        {t('settings.rules.apply', { node })}
      </Button>
      {used !== undefined && (
        <Button look="plain" onClick={() => set(undefined)}>
          {t('settings.rules.back')}
        </Button>
      )}
    </PasteField>
  );
}

/** Rules of real nodes, in place of those that Hopscope generates. */
export function NodeRules() {
  const names = useApp((s) => s.cluster.nodes).map(({ name }) => name);
  const settings = useApp((s) => s.settings);
  const [wanted, setWanted] = useState<string>();
  const pasted = names.find((name) => settings[`rules@${name}`] !== undefined);
  const node = wanted !== undefined && names.includes(wanted) ? wanted : (pasted ?? names[0]);
  if (node === undefined) return null;
  return (
    <>
      <h3>{t('settings.rules.title')}</h3>
      <div className="settings-paste">
        {names.length > 1 && (
          <Select
            label={t('settings.rules.node')}
            value={node}
            options={names.map((name) => ({ value: name, text: name }))}
            onChange={(name) => setWanted(String(name))}
          />
        )}
        <OneNode key={node} node={node} />
      </div>
    </>
  );
}
