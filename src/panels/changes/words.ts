import { type TextParams, t, tCode } from '../../i18n';
import { editedLine } from '../../state/document/editSpan';
import type { ChangeGroup, LastChange, Tally } from '../../state/history/model';
import { settingName, valueName } from '../../state/settings/names';
import { ALL_NODES, partsOf, type SettingKey, settingValue } from '../../state/settings/settings';

const LONGEST = 28;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** `replicas: 3 # enough` → `replicas`, `3` */
function field(line: string): { readonly name: string; readonly value: string } | undefined {
  const found = /^\s*(?:- )?["']?([\w./-]+)["']?:(?: +(.*?))?(?: +#.*)?$/.exec(line);
  return found ? { name: found[1] ?? '', value: (found[2] ?? '').trim() } : undefined;
}

const changedValue = (name: string, before: string, after: string): string => {
  const shown = (value: string) => (value === '' ? t('changes.what.nothing') : cut(value));
  return t('changes.what.value', { name, before: shown(before), after: shown(after) });
};

function editWords({ before, after }: LastChange): string {
  const line = editedLine(before.text, after.text);
  if (line === undefined) return t('changes.what.lines');
  const [was, is] = [before, after].map(({ text }) => field(text.split('\n')[line] ?? ''));
  if (was && is && was.name === is.name && was.value !== is.value)
    return changedValue(is.name, was.value, is.value);
  return t('changes.what.line', { line: line + 1 });
}

function settingsWords({ before, after }: LastChange): string {
  const keys = [
    ...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]),
  ] as SettingKey[];
  const changed = keys.filter((key) => before.settings[key] !== after.settings[key]);
  const [only] = changed;
  if (!only || changed.length > 1) return t('changes.what.settings', { count: changed.length });
  const { node: ofNode, pod } = partsOf(only);
  const node = ofNode ?? pod;
  const name = settingName(only);
  const [was, is] = [before, after].map(({ settings, cluster }) => {
    const value = settingValue(only, settings, cluster);
    return value === '' || typeof value === 'boolean' ? String(value) : valueName(only, value);
  });
  const where = node === undefined || node === ALL_NODES ? name : t('changes.what.onNode', { name, node });
  return changedValue(where, was ?? '', is ?? '');
}

/** What was done, in a few words: `replicas 2 → 3`. */
export function changeWords(change: LastChange): string {
  if (change.label === 'edit') return editWords(change);
  if (change.label === 'settings') return settingsWords(change);
  return tCode(`changes.what.${change.label}`) ?? t('changes.what.lines');
}

function came(key: 'changes.added' | 'changes.removed', chains: number, rules: number): readonly string[] {
  const named = [
    chains > 0 ? t('changes.chains', { count: chains }) : '',
    rules > 0 ? t('changes.rules', { count: rules }) : '',
  ].filter(Boolean);
  const [first, second] = named;
  if (first === undefined) return [];
  const what = second === undefined ? first : t('changes.both', { chains: first, rules: second });
  return [t(key, { what })];
}

function tallyWords(tally: Tally): readonly string[] {
  const { rewritten, policies } = tally;
  const named = [
    ...came('changes.added', tally.chainsAdded, tally.added),
    ...came('changes.removed', tally.chainsRemoved, tally.removed),
  ];
  const again = named.length === 0 ? 'changes.rulesRewritten' : 'changes.rewritten';
  return [
    ...named,
    ...(rewritten > 0 ? [t(again, { count: rewritten })] : []),
    ...(policies > 0 ? [t('changes.policies', { count: policies })] : []),
  ];
}

const WHERE = {
  kept: ['changes.onNode', 'changes.onNodes'],
  added: ['changes.nodeAdded', 'changes.nodesAdded'],
  removed: ['changes.nodeRemoved', 'changes.nodesRemoved'],
} as const;

/** `1 chain and 3 rules added, 2 rewritten, on 2 nodes` */
export function groupWords({ tally, nodes, change }: ChangeGroup): string {
  const [one, many] = WHERE[change];
  const params: TextParams = { name: nodes[0] ?? '', count: nodes.length };
  return t('changes.summary', {
    parts: tallyWords(tally).join(t('changes.comma')),
    where: t(nodes.length === 1 ? one : many, params),
  });
}
