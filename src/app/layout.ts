/** Which arrangement a window of this width gets. */
export type Arrangement = 'phone' | 'tabs' | 'columns';

export const arrangementFor = (width: number): Arrangement =>
  width < 720 ? 'phone' : width < 1040 ? 'tabs' : 'columns';

/** px: the stage never falls under this; panels fold first. */
export const STAGE_MIN = 720;
export const RAIL = 40;
export const EDITOR = 262;
export const INSPECTOR = 308;

export type SidePanel = 'editor' | 'inspector';

/** What the user asked for by hand; absent follows the width. */
export interface Wishes {
  readonly editor?: boolean;
  readonly inspector?: boolean;
  /** The panel opened last wins where there is room for one. */
  readonly last?: SidePanel;
}

/**
 * Which side panels stand open beside the stage. All from 1360 on; below that the editor folds first, and where
 * only one fits, opening one folds the other.
 */
export function openPanels(width: number, wishes: Wishes): Record<SidePanel, boolean> {
  const editor = wishes.editor ?? width >= 1360;
  const inspector = wishes.inspector ?? true;
  const room = width - RAIL - STAGE_MIN;
  if (!editor || !inspector || room >= EDITOR + INSPECTOR) return { editor, inspector };
  return wishes.last === 'editor' ? { editor: true, inspector: false } : { editor: false, inspector: true };
}
