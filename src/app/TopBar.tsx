import { t } from '../i18n';
import { SendControl } from '../panels/send';
import { appStore, useApp } from '../state/store';
import { IconButton } from '../ui/Button';
import { ClusterMenu } from './ClusterMenu';
import { Logo } from './Logo';
import { ShareButton } from './ShareButton';
import { shownTheme } from './theme';

function ThemeButton() {
  const shown = shownTheme(useApp((s) => s.theme));
  const other = shown === 'dark' ? 'light' : 'dark';
  return (
    <IconButton
      icon={shown === 'dark' ? 'moon' : 'sun'}
      label={t(other === 'light' ? 'shell.top.toLight' : 'shell.top.toDark')}
      onClick={() => appStore.getState().setTheme(other)}
    />
  );
}

function UndoButtons() {
  const canUndo = useApp((s) => s.canUndo);
  const canRedo = useApp((s) => s.canRedo);
  const { undo, redo } = appStore.getState();
  return (
    <>
      <IconButton
        icon="undo"
        label={t('shell.top.undo')}
        shortcut="Control+Z"
        aria-disabled={!canUndo}
        onClick={undo}
      />
      <IconButton
        icon="redo"
        label={t('shell.top.redo')}
        shortcut="Control+Shift+Z"
        aria-disabled={!canRedo}
        onClick={redo}
      />
    </>
  );
}

/** Which cluster, which packet, and what to do with the whole. */
export function TopBar({ phone = false, onHelp }: { readonly phone?: boolean; onHelp(): void }) {
  return (
    <header className="top-bar">
      <Logo />
      <h1 className={phone ? 'visually-hidden' : 'brand'}>Hopscope</h1>
      {!phone && <ClusterMenu />}
      <SendControl />
      <div className="top-space" />
      {!phone && <UndoButtons />}
      <ShareButton small={phone} />
      <ThemeButton />
      <IconButton icon="help" label={t('shell.top.help')} shortcut="?" onClick={onHelp} />
    </header>
  );
}
