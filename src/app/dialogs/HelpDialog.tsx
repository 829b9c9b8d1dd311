import { t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { Dialog } from '../../ui/popups/Dialog';

const KEYS = [
  ['←  →', 'left'],
  ['↑  ↓', 'up'],
  ['Space', 'space'],
  ['Home  End', 'home'],
  ['n  s  o', 'debug'],
  ['c  b', 'breaks'],
  ['0  +  −', 'zoom'],
  ['p', 'present'],
  ['PgUp  PgDn', 'remote'],
  ['/', 'search'],
  ['?', 'help'],
  ['Ctrl Z', 'undo'],
  ['Esc, Tab', 'tab'],
] as const;

export interface HelpDialogProps {
  onClose(): void;
}

/** What this is, and how it is driven. */
export default function HelpDialog({ onClose }: HelpDialogProps) {
  const singleKeys = useApp((s) => s.singleKeys);
  return (
    <Dialog title={t('shell.help.title')} className="help" onClose={onClose}>
      <p>{t('shell.help.intro')}</p>
      <h3>{t('shell.help.keys')}</h3>
      <dl className="help-keys">
        {KEYS.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`shell.help.${text}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="help-switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={singleKeys}
          className="switch"
          checked={singleKeys}
          onChange={(event) => appStore.getState().setSingleKeys(event.target.checked)}
        />
        <span>
          {t('shell.help.single')} <span className="help-quiet">{t('shell.help.singleHint')}</span>
        </span>
      </label>
      <h3>{t('shell.help.colours')}</h3>
      <p>{t('shell.help.coloursText')}</p>
      <p className="help-quiet">{t('shell.help.private')}</p>
      <Button
        className="help-hints"
        onClick={() => {
          onClose();
          appStore.getState().showHint(0);
        }}
      >
        {t('shell.hints.again')}
      </Button>
    </Dialog>
  );
}
