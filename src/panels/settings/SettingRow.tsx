import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { t } from '../../i18n';
import { settingName, valueName } from '../../state/settings/names';
import {
  ALL_NODES,
  baseOf,
  partsOf,
  type SettingKey,
  type SettingValue,
  settingProblem,
  settingValue,
  specOf,
} from '../../state/settings/settings';
import { appStore, useApp } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { IconButton } from '../../ui/controls/Button';
import { Select } from '../../ui/popups/Select';
import type { HintId } from './hints';

interface FieldProps {
  readonly id: string;
  readonly describedBy: string;
  readonly value: string;
  readonly invalid: boolean;
  onChange(value: string): void;
}

/** A text counts when it is left or Enter is pressed: half an address is nobody's wish. */
function TextField({ id, describedBy, value, invalid, onChange }: FieldProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commit = () => onChange(draft.trim());
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') setDraft(value);
  };
  return (
    <input
      id={id}
      className="field-input mono"
      value={draft}
      spellCheck={false}
      autoComplete="off"
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}

function whence(key: SettingKey, fromManifests: boolean): 'ofAll' | 'manifests' | 'default' {
  const { id, node } = partsOf(key);
  if (id === 'ready') return 'manifests';
  if (node !== undefined && node !== ALL_NODES) return 'ofAll';
  return fromManifests ? 'manifests' : 'default';
}

interface SettingRowProps {
  readonly name: SettingKey;
  readonly hint: HintId;
  /** What holds unless changed is told only where it was changed. */
  readonly quiet?: boolean;
}

/** One setting: its name, what it does, what holds unless changed. */
export function SettingRow({ name: key, hint, quiet = false }: SettingRowProps) {
  const settings = useApp((s) => s.settings);
  const cluster = useApp((s) => s.cluster);
  const id = useId();
  const spec = specOf(key);
  if (!spec) return null;
  const label = settingName(key);
  const value = settingValue(key, settings, cluster);
  const base = baseOf(key, settings, cluster);
  const problem = settingProblem(key, settings, cluster);
  const changed = settings[key] !== undefined;
  const set = (next: SettingValue | undefined) => appStore.getState().setSetting(key, next);
  const origin = whence(key, cluster.proxy?.[partsOf(key).id as keyof typeof cluster.proxy] !== undefined);
  return (
    <div className={changed ? 'setting is-changed' : 'setting'}>
      <div className="setting-head">
        {spec.kind === 'choice' ? (
          <span className="setting-name">{label}</span>
        ) : (
          <label className="setting-name" htmlFor={id}>
            {label}
          </label>
        )}
        {changed && (
          <IconButton
            icon="reset"
            className="setting-reset"
            label={t('settings.reset', { name: label })}
            onClick={() => set(undefined)}
          />
        )}
        {spec.kind === 'flag' && (
          <input
            id={id}
            type="checkbox"
            role="switch"
            className="switch"
            aria-checked={value === true}
            aria-describedby={`${id}-hint`}
            checked={value === true}
            onChange={(event) => set(event.target.checked)}
          />
        )}
      </div>
      {spec.kind === 'choice' && (
        <Select
          label={label}
          value={String(value)}
          options={spec.choices.map((choice) => ({ value: choice, text: valueName(key, choice) }))}
          onChange={(choice) => set(String(choice))}
        />
      )}
      {spec.kind === 'text' && (
        <TextField
          id={id}
          describedBy={`${id}-hint`}
          value={String(value)}
          invalid={problem !== undefined}
          onChange={set}
        />
      )}
      {problem && (
        <p className="setting-wrong" role="status">
          {t(`settings.wrong.${problem}`)}{' '}
          {changed && <AddressText text={t('settings.wrong.instead', { value: valueName(key, base) })} />}
        </p>
      )}
      <p className="setting-hint" id={`${id}-hint`}>
        {t(`settings.hint.${hint}`)}{' '}
        {(changed || !quiet) && (
          <span className="setting-base">
            {changed && <b>{t('settings.isChanged')}, </b>}
            <AddressText text={t(`settings.${origin}`, { value: valueName(key, base) })} />
          </span>
        )}
      </p>
    </div>
  );
}
