import { t } from '../../i18n';
import { useObjectCount } from '../../panels/editor';
import { useApp } from '../../state/store';
import { Icon, type IconName } from '../../ui/controls/Icon';

export interface RailProps {
  readonly editor: boolean;
  readonly settings: boolean;
  readonly inspector: boolean;
  /** Neither manifests nor settings are open: the rail says what stands behind it. */
  readonly folded: boolean;
  onEditor(): void;
  onSettings(): void;
  onInspector(): void;
}

interface ItemProps {
  readonly icon: IconName;
  readonly label: string;
  readonly open: boolean;
  readonly count?: number;
  onClick(): void;
}

function Item({ icon, label, open, count, onClick }: ItemProps) {
  return (
    <button
      type="button"
      className="icon-button rail-item"
      title={label}
      aria-label={label}
      aria-pressed={open}
      onClick={onClick}
    >
      <Icon name={icon} />
      {count !== undefined && count > 0 && <span className="rail-count">{count}</span>}
    </button>
  );
}

/** The side panels: open and folded. A folded editor still says how much is wrong with the text. */
export function Rail(props: RailProps) {
  const { editor, settings, inspector, folded, onEditor, onSettings, onInspector } = props;
  const changed = useApp((s) => Object.keys(s.settings).length);
  const objects = useObjectCount();
  const wrong = useApp((s) => s.notes.filter((note) => note.severity !== 'info').length);
  const label =
    wrong === 0
      ? t('shell.rail.editor')
      : `${t('shell.rail.editor')}, ${t('shell.rail.notes', { count: wrong })}`;
  return (
    <nav className="rail" aria-label={t('shell.rail.region')}>
      <Item icon="file" label={label} open={editor} count={wrong} onClick={onEditor} />
      <Item
        icon="settings"
        label={changed === 0 ? t('settings.title') : t('settings.titleChanged', { count: changed })}
        open={settings}
        count={changed}
        onClick={onSettings}
      />
      <Item icon="steps" label={t('shell.rail.inspector')} open={inspector} onClick={onInspector} />
      {folded && (
        <p className="rail-title">
          {t('shell.editor.title')} <span>{objects}</span>
        </p>
      )}
    </nav>
  );
}
