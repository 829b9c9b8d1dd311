import { useState } from 'react';
import { t } from '../../i18n';
import RulesPanel from '../../panels/rules';
import { IconButton } from '../../ui/controls/Button';
import { Splitter } from '../../ui/controls/Splitter';
import { MapStage } from '../stage/MapStage';
import { Inspector, InspectorRail } from './Inspector';
import { Lower } from './Lower';
import { columns, EDITOR, INSPECTOR, rulesOpen } from './layout';
import { Manifests } from './Manifests';
import { openPanel, resizePanel, usePanels } from './panelStore';
import { Rail } from './Rail';
import { useReveal } from './useReveal';
import { useHeight } from './useWidth';

/** px that the Map keeps above the Rules. */
const MAP_MIN = 220;

interface SideProps {
  readonly name: 'editor' | 'inspector';
  readonly panel: 'left' | 'right';
  /** px; undefined is folded. */
  readonly size: number | undefined;
  readonly min: number;
  readonly max: number;
}

/** The line between the stage and a panel beside it. */
function Side({ name, size, ...rest }: SideProps) {
  if (size === undefined) return null;
  return (
    <Splitter
      label={t(`shell.stage.resize.${name}`)}
      size={size}
      {...rest}
      onResize={(next) => resizePanel(name, next)}
      onReset={() => resizePanel(name, undefined)}
    />
  );
}

/** Rail, editor, stage and inspector, side by side. */
export function Workbench({ width }: { readonly width: number }) {
  const panels = usePanels();
  const height = useHeight();
  const [settings, setSettings] = useState(false);
  const { editor, inspector, most } = columns(width, panels);
  const showLeft = (wanted: boolean) => {
    setSettings(wanted);
    openPanel('editor', true);
  };
  /** Manifests and settings share a column: choosing the one in sight folds it, the other takes its place. */
  const chooseLeft = (wanted: boolean) => {
    if (editor !== undefined && settings === wanted) openPanel('editor', false);
    else showLeft(wanted);
  };
  useReveal((panel) => {
    if (panel === 'rules') openPanel('rules', true);
    else if (panel === 'traffic') openPanel('inspector', true);
    else showLeft(panel === 'settings');
  });
  return (
    <div className="workbench">
      <Rail
        editor={editor !== undefined && !settings}
        settings={editor !== undefined && settings}
        inspector={inspector !== undefined}
        folded={editor === undefined}
        onEditor={() => chooseLeft(false)}
        onSettings={() => chooseLeft(true)}
        onInspector={() => openPanel('inspector', inspector === undefined)}
      />
      {editor !== undefined && (
        <aside
          className="column"
          style={{ width: editor }}
          aria-label={settings ? t('settings.title') : t('shell.rail.editor')}
        >
          <Manifests
            settings={settings}
            onSettings={setSettings}
            actions={
              <IconButton
                icon="fold-left"
                label={t('shell.editor.fold')}
                onClick={() => openPanel('editor', false)}
              />
            }
          />
        </aside>
      )}
      <main className="stage">
        <Side name="editor" panel="left" size={editor} min={EDITOR.min} max={most.editor} />
        <MapStage mode="full" />
        <Lower name="rules" className="rules-region" above={MAP_MIN} open={rulesOpen(height, panels)}>
          <RulesPanel />
        </Lower>
        <Side name="inspector" panel="right" size={inspector} min={INSPECTOR.min} max={most.inspector} />
      </main>
      {inspector === undefined ? (
        <InspectorRail />
      ) : (
        <aside
          className="column column-inspector"
          style={{ width: inspector }}
          aria-label={t('shell.rail.inspector')}
        >
          <Inspector />
        </aside>
      )}
    </div>
  );
}
