import { useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { t } from '../i18n';
import { EditorPanel } from '../panels/editor';
import PacketPanel from '../panels/packet';
import RulesPanel from '../panels/rules';
import Steps from '../panels/steps';
import { IconButton } from '../ui/Button';
import { EDITOR, INSPECTOR, openPanels, type SidePanel, STAGE_MIN, type Wishes } from './layout';
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
  const open = openPanels(width, wishes);
  const toggle = (panel: SidePanel) => setWishes({ ...wishes, [panel]: !open[panel], last: panel });
  return (
    <div className="workbench">
      <Rail {...open} onEditor={() => toggle('editor')} onInspector={() => toggle('inspector')} />
      <Group orientation="horizontal" className="columns">
        {open.editor && (
          <>
            <Panel
              id="editor"
              defaultSize={EDITOR}
              minSize={200}
              maxSize={640}
              groupResizeBehavior="preserve-pixel-size"
            >
              <EditorPanel
                actions={
                  <IconButton
                    icon="fold-left"
                    label={t('shell.editor.fold')}
                    onClick={() => toggle('editor')}
                  />
                }
              />
            </Panel>
            <Separator className="separator" aria-label={t('shell.stage.resizeEditor')} />
          </>
        )}
        <Panel id="stage" minSize={Math.min(STAGE_MIN, width - 40 - INSPECTOR)}>
          <main className="stage">
            <MapStage mode="full" />
            <div className="rules-region">
              <RulesPanel />
            </div>
          </main>
        </Panel>
        {open.inspector && (
          <>
            <Separator className="separator" aria-label={t('shell.stage.resizeInspector')} />
            <Panel
              id="inspector"
              defaultSize={INSPECTOR}
              minSize={240}
              maxSize={560}
              groupResizeBehavior="preserve-pixel-size"
            >
              <Inspector />
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}
