import { Dialog } from '@base-ui/react/dialog';
import { t } from '../i18n';
import { appStore, useApp } from '../state/store';
import { IconButton } from '../ui/Button';

const KEYS = [
  ['←  →', 'left'],
  ['↑  ↓', 'up'],
  ['Space', 'space'],
  ['Home  End', 'home'],
  ['n  s  o', 'debug'],
  ['c  b', 'breaks'],
  ['0  +  −', 'zoom'],
  ['?', 'help'],
  ['Ctrl Z', 'undo'],
  ['Esc, Tab', 'tab'],
] as const;

export interface HelpDialogProps {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}

/** What this is, and how it is driven. */
export default function HelpDialog({ open, onOpenChange }: HelpDialogProps) {
  const singleKeys = useApp((s) => s.singleKeys);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup help">
          <div className="help-head">
            <Dialog.Title className="help-title">{t('shell.help.title')}</Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label={t('shell.help.close')} />} />
          </div>
          <Dialog.Description>{t('shell.help.intro')}</Dialog.Description>
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
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
