import { useId, useMemo, useState } from 'react';
import { parseProxyConfiguration } from '../../engine';
import { noteText, t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import { AddressText } from '../../ui/AddressText';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import { takeConfiguration, writeConfiguration } from './configuration';

/** kube-proxy's settings as the file that holds them: in and out. */
export function Paste() {
  const [text, setText] = useState('');
  const [used, setUsed] = useState(false);
  const id = useId();
  const settings = useApp((s) => s.settings);
  const cluster = useApp((s) => s.cluster);
  const parsed = useMemo(() => (text.trim() === '' ? undefined : parseProxyConfiguration(text)), [text]);
  const broken = parsed?.notes.some(({ severity }) => severity === 'error') === true;
  const ready = parsed?.settings !== undefined && !broken;
  const apply = () => {
    if (!parsed?.settings || broken) return;
    appStore.getState().setSettings(takeConfiguration(parsed.settings, settings, cluster));
    setUsed(true);
  };
  return (
    <div className="settings-paste">
      <label className="setting-name" htmlFor={id}>
        {t('settings.paste.label')}
      </label>
      <textarea
        id={id}
        className="field-input mono"
        rows={5}
        value={text}
        spellCheck={false}
        aria-invalid={broken}
        aria-describedby={`${id}-notes`}
        onChange={(event) => {
          setText(event.target.value);
          setUsed(false);
        }}
      />
      <div id={`${id}-notes`} role="status">
        {parsed?.notes.map((note, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: notes of one text have no other identity
          <p key={i} className={note.severity === 'error' ? 'setting-wrong' : 'setting-hint'}>
            {note.where && (
              <b>
                {t('settings.paste.place', { line: note.where.line, column: note.where.column })}
                {': '}
              </b>
            )}
            <AddressText text={noteText(note)} />
          </p>
        ))}
        {parsed && !parsed.settings && parsed.notes.length === 0 && (
          <p className="setting-wrong">{t('settings.paste.nothing')}</p>
        )}
        {used && <p className="setting-hint">{t('settings.paste.used')}</p>}
      </div>
      <p className="setting-hint">{t('settings.paste.hint')}</p>
      <div className="settings-buttons">
        <Button aria-disabled={!ready} onClick={apply}>
          {t('settings.paste.apply')}
        </Button>
        <CopyButton label={t('settings.paste.copy')} text={() => writeConfiguration(settings, cluster)} />
      </div>
    </div>
  );
}
