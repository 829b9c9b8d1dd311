import type { Panels } from '../../state/panels';

/** Which arrangement a window of this width gets. */
export type Arrangement = 'phone' | 'tabs' | 'columns';

export const arrangementFor = (width: number): Arrangement =>
  width < 720 ? 'phone' : width < 1040 ? 'tabs' : 'columns';

/** px: the stage never falls under this; panels fold first. */
export const STAGE_MIN = 720;
export const RAIL = 40;
/** px: as wide as they are, and at least. */
export const EDITOR = { usual: 262, min: 200 } as const;
export const INSPECTOR = { usual: 308, min: 260 } as const;
/** px: at least, of the panels that stand below another. */
export const LOWER_MIN = 96;
/** From this width on all panels are open by themselves. */
const ALL_OPEN = 1360;
/** In a window lower than this the Rules are folded by themselves: the Map needs the height. */
const RULES_OPEN = 560;

export interface Columns {
  /** Width in px; undefined is folded. */
  readonly editor: number | undefined;
  readonly inspector: number | undefined;
  /** The widest that each could be made now. */
  readonly most: { readonly editor: number; readonly inspector: number };
}

/** Space left of the stage when both rails stand there. */
const room = (width: number, inspector: boolean) => width - STAGE_MIN - RAIL - (inspector ? 0 : RAIL);

/**
 * The columns beside the stage. All are open from 1360 on; below that the editor folds first. What was opened by hand
 * stays open as long as there is room: wide panels shrink, the editor first, then the one opened first folds; a panel
 * that is folded leaves a rail.
 */
export function columns(width: number, { sizes, open, last }: Panels): Columns {
  let editor = open.editor ?? width >= ALL_OPEN;
  let inspector = open.inspector ?? true;
  if (editor && inspector && room(width, true) < EDITOR.min + INSPECTOR.min) {
    if (last === 'editor') inspector = false;
    else editor = false;
  }
  if (inspector && !editor && room(width, true) < INSPECTOR.min) inspector = false;
  if (editor && !inspector && room(width, false) < EDITOR.min) editor = false;
  const free = room(width, inspector);
  const wanted = {
    editor: editor ? Math.max(EDITOR.min, sizes.editor ?? EDITOR.usual) : 0,
    inspector: inspector ? Math.max(INSPECTOR.min, sizes.inspector ?? INSPECTOR.usual) : 0,
  };
  const [leastEditor, leastInspector] = [editor ? EDITOR.min : 0, inspector ? INSPECTOR.min : 0];
  const inspectorWidth = Math.min(wanted.inspector, Math.max(leastInspector, free - leastEditor));
  const editorWidth = Math.min(wanted.editor, Math.max(leastEditor, free - inspectorWidth));
  return {
    editor: editor ? editorWidth : undefined,
    inspector: inspector ? inspectorWidth : undefined,
    most: { editor: free - inspectorWidth, inspector: free - editorWidth },
  };
}

/** Whether the Rules stand open under the Map. */
export const rulesOpen = (height: number, { open }: Panels): boolean => open.rules ?? height >= RULES_OPEN;
