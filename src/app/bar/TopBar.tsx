import { t } from '../../i18n';
import { SendControl } from '../../panels/send';
import { placeOfUser } from '../../state/cursor/place';
import { appStore, useApp } from '../../state/store';
import { Button, IconButton } from '../../ui/controls/Button';
import { Icon } from '../../ui/controls/Icon';
import { Menu } from '../../ui/popups/Menu';
import { ClusterMenu, useClusterEntries } from './ClusterMenu';
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

const breakHere = () => appStore.getState().showSwitches(placeOfUser(appStore.getState()));

/** All that a phone's bar has no room for. */
function MoreMenu({ onSearch, onHelp, onGallery, onExport, onPresent }: BarProps) {
  const clusters = useClusterEntries(onGallery);
  const canUndo = useApp((s) => s.canUndo);
  const canRedo = useApp((s) => s.canRedo);
  const shown = shownTheme(useApp((s) => s.theme));
  const other = shown === 'dark' ? 'light' : 'dark';
  const { undo, redo, setTheme } = appStore.getState();
  return (
    <Menu
      trigger={
        <button type="button" className="icon-button" aria-label={t('shell.top.more')}>
          <Icon name="more" />
        </button>
      }
      groups={[
        ...clusters,
        [
          { id: 'search', content: t('search.open'), onSelect: onSearch },
          { id: 'break', content: t('shell.stage.break'), onSelect: breakHere },
        ],
        [
          { id: 'undo', content: t('shell.top.undo'), disabled: !canUndo, onSelect: undo },
          { id: 'redo', content: t('shell.top.redo'), disabled: !canRedo, onSelect: redo },
        ],
        [
          { id: 'export', content: t('shell.top.export'), onSelect: onExport },
          {
            id: 'theme',
            content: t(other === 'light' ? 'shell.top.toLight' : 'shell.top.toDark'),
            onSelect: () => setTheme(other),
          },
          { id: 'present', content: t('shell.top.present'), onSelect: onPresent },
          { id: 'help', content: t('shell.top.help'), onSelect: onHelp },
        ],
      ]}
    />
  );
}

export interface BarProps {
  onSearch(): void;
  onHelp(): void;
  /** Opens the samples. */
  onGallery(): void;
  onExport(): void;
  /** Begins a presentation, or ends it. */
  onPresent(): void;
}

/** Which cluster, which packet, and what to do with the whole. */
export function TopBar({ onSearch, onHelp, onGallery, onExport, onPresent }: BarProps) {
  return (
    <header className="top-bar">
      <Logo />
      <h1 className="brand">Hopscope</h1>
      <ClusterMenu onGallery={onGallery} />
      <SendControl />
      <div className="top-space" />
      <Button
        look="plain"
        icon="search"
        className="search-button"
        aria-label={t('search.open')}
        aria-keyshortcuts="/"
        aria-haspopup="dialog"
        title={`${t('search.open')} (/)`}
        onClick={onSearch}
      >
        <span className="search-word">{t('search.open')}</span>
        <kbd>/</kbd>
      </Button>
      <UndoButtons />
      <ShareButton />
      <IconButton icon="download" label={t('shell.top.export')} onClick={onExport} />
      <IconButton icon="present" label={t('shell.top.present')} shortcut="P" onClick={onPresent} />
      <ThemeButton />
      <IconButton icon="help" label={t('shell.top.help')} shortcut="?" onClick={onHelp} />
    </header>
  );
}

export function PhoneBar(bar: BarProps) {
  return (
    <header className="top-bar">
      <Logo />
      <h1 className="visually-hidden">Hopscope</h1>
      <SendControl />
      <div className="top-space" />
      <ShareButton small />
      <MoreMenu {...bar} />
    </header>
  );
}
