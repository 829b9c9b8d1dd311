import { useState } from 'react';
import { t } from '../i18n';
import PacketPanel from '../panels/packet';
import RulesPanel from '../panels/rules';
import Steps from '../panels/steps';
import { IconButton } from '../ui/Button';
import { Splitter } from '../ui/Splitter';
import { EDITOR, INSPECTOR, openPanels, RAIL, type SidePanel, STAGE_MIN, type Wishes } from './layout';
import { Manifests } from './Manifests';
import { MapStage } from './MapStage';
import { Rail } from './Rail';
import { StepsAndChanges } from './StepsAndChanges';
import { useReveal } from './useReveal';

/** Steps above, the packet at that step below. */
function Inspector() {
  return (
    <div className="inspector">
      <Steps />
      <PacketPanel />
    </div>
  );
}

/** Rail, editor, stage and inspector, side by side. */
export function Workbench({ width }: { readonly width: number }) {
  const [wishes, setWishes] = useState<Wishes>({});
  const [editor, setEditor] = useState(EDITOR);
  const [inspector, setInspector] = useState(INSPECTOR);
  const [settings, setSettings] = useState(false);
  const open = openPanels(width, wishes);
  const toggle = (panel: SidePanel) => setWishes({ ...wishes, [panel]: !open[panel], last: panel });
  const showLeft = (wanted: boolean) => {
    setSettings(wanted);
    setWishes({ ...wishes, editor: true, last: 'editor' });
  };
  /** Manifests and settings share a column: choosing the one in sight folds it, the other takes its place. */
  const chooseLeft = (wanted: boolean) => {
    if (open.editor && settings === wanted) toggle('editor');
    else showLeft(wanted);
  };
  useReveal((panel) => {
    if (panel !== 'rules') showLeft(panel === 'settings');
  });
  const taken = RAIL + (open.editor ? editor : 0) + (open.inspector ? inspector : 0);
  /** How far a panel of this size may grow beyond its least, the stage keeping its own. */
  const spare = (size: number, least: number) => width - taken - STAGE_MIN + size - least;
  return (
    <div className="workbench">
      <Rail
        editor={open.editor && !settings}
        settings={open.editor && settings}
        inspector={open.inspector}
        onEditor={() => chooseLeft(false)}
        onSettings={() => chooseLeft(true)}
        onInspector={() => toggle('inspector')}
      />
      {open.editor && (
        <div className="column" style={{ width: editor }}>
          <Manifests
            settings={settings}
            onSettings={setSettings}
            actions={
              <IconButton icon="fold-left" label={t('shell.editor.fold')} onClick={() => toggle('editor')} />
            }
          />
        </div>
      )}
      <main className="stage">
        {open.editor && (
          <Splitter
            label={t('shell.stage.resizeEditor')}
            panel="left"
            size={editor}
            min={200}
            max={200 + Math.max(0, spare(editor, 200))}
            onResize={setEditor}
            onReset={() => setEditor(EDITOR)}
          />
        )}
        <MapStage mode="full" />
        <div className="rules-region">
          <RulesPanel />
        </div>
        {open.inspector && (
          <Splitter
            label={t('shell.stage.resizeInspector')}
            panel="right"
            size={inspector}
            min={260}
            max={260 + Math.max(0, spare(inspector, 260))}
            onResize={setInspector}
            onReset={() => setInspector(INSPECTOR)}
          />
        )}
      </main>
      {open.inspector && (
        <div className="column" style={{ width: inspector }}>
          <StepsAndChanges steps={<Inspector />} />
        </div>
      )}
    </div>
  );
}
