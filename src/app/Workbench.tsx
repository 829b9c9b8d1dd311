import { useState } from 'react';
import { t } from '../i18n';
import { EditorPanel } from '../panels/editor';
import PacketPanel from '../panels/packet';
import RulesPanel from '../panels/rules';
import Steps from '../panels/steps';
import { IconButton } from '../ui/Button';
import { Splitter } from '../ui/Splitter';
import { EDITOR, INSPECTOR, openPanels, RAIL, type SidePanel, STAGE_MIN, type Wishes } from './layout';
import { MapStage } from './MapStage';
import { Rail } from './Rail';

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
  const open = openPanels(width, wishes);
  const toggle = (panel: SidePanel) => setWishes({ ...wishes, [panel]: !open[panel], last: panel });
  const taken = RAIL + (open.editor ? editor : 0) + (open.inspector ? inspector : 0);
  /** How far a panel of this size may grow beyond its least, the stage keeping its own. */
  const spare = (size: number, least: number) => width - taken - STAGE_MIN + size - least;
  return (
    <div className="workbench">
      <Rail {...open} onEditor={() => toggle('editor')} onInspector={() => toggle('inspector')} />
      {open.editor && (
        <div className="column" style={{ width: editor }}>
          <EditorPanel
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
          <Inspector />
        </div>
      )}
    </div>
  );
}
