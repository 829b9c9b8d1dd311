import { useMemo, useState } from 'react';
import { parseProxyConfiguration } from '../../engine';
import { noteText, t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { Button } from '../../ui/controls/Button';
import { CopyButton } from '../../ui/controls/CopyButton';
import { takeConfiguration, writeConfiguration } from './configuration';
import { PasteField } from './PasteField';

/** kube-proxy's settings as the file that holds them: in and out. */
export function Paste() {
  const [text, setText] = useState('');
  const [used, setUsed] = useState(false);
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
  const status = (
    <>
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
    </>
  );
  return (
    <div className="settings-paste">
      <PasteField
        label={t('settings.paste.label')}
        rows={5}
        text={text}
        wrong={broken}
        status={status}
        hint={t('settings.paste.hint')}
        onText={(next) => {
          setText(next);
          setUsed(false);
        }}
      >
        <Button aria-disabled={!ready} onClick={apply}>
          {t('settings.paste.apply')}
        </Button>
        <CopyButton label={t('settings.paste.copy')} text={() => writeConfiguration(settings, cluster)} />
      </PasteField>
    </div>
  );
}
