import type { AppState } from '../state/types';

/** Widgets that use these keys themselves. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable], [role=slider], [role=radiogroup], [role=menu], [role=listbox], [role=combobox], [role=tablist], [role=separator], [role=dialog], [role=tree], [role=grid]';
/** Space presses these. */
const PRESSED_BY_SPACE = 'button, a, summary, [role=button], [role=option]';

const GRAINS = ['hop', 'chain', 'rule'] as const;

export type Shortcut =
  | 'back'
  | 'step'
  | 'finer'
  | 'coarser'
  | 'playPause'
  | 'start'
  | 'end'
  | 'help'
  | 'fit'
  | 'zoomIn'
  | 'zoomOut'
  | 'undo'
  | 'redo';

const SINGLE: Readonly<Record<string, Shortcut>> = {
  ArrowLeft: 'back',
  ArrowRight: 'step',
  ArrowUp: 'coarser',
  ArrowDown: 'finer',
  ' ': 'playPause',
  Home: 'start',
  End: 'end',
  '?': 'help',
  '0': 'fit',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
};

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What a key press means, wherever the focus is. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): Shortcut | undefined {
  if (altKey) return undefined;
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === 'z') return shiftKey ? 'redo' : 'undo';
    return letter === 'y' ? 'redo' : undefined;
  }
  return SINGLE[key];
}

/** The innermost element that has the focus, through shadow roots. */
function deepTarget(event: KeyboardEvent): Element | undefined {
  const [first] = event.composedPath();
  return first instanceof Element ? first : undefined;
}

/** Does the focused thing want this key for itself? */
function isTaken(event: KeyboardEvent, shortcut: Shortcut): boolean {
  const inside = event.composedPath().filter((node) => node instanceof Element);
  if (inside.some((node) => node.matches(OWN_KEYS))) return true;
  return shortcut === 'playPause' && deepTarget(event)?.closest(PRESSED_BY_SPACE) !== null;
}

export function runShortcut(shortcut: Shortcut, state: AppState, openHelp: () => void): void {
  const grain = (by: number) => {
    const next = GRAINS[GRAINS.indexOf(state.grain) + by];
    if (next) state.setGrain(next);
  };
  const actions: Record<Shortcut, () => void> = {
    back: () => state.stepBy(-1),
    step: () => state.stepBy(1),
    finer: () => grain(1),
    coarser: () => grain(-1),
    playPause: () => (state.playing ? state.pause() : state.play()),
    start: state.seekStart,
    end: state.seekEnd,
    help: openHelp,
    fit: () => state.commandMap('fit'),
    zoomIn: () => state.commandMap('in'),
    zoomOut: () => state.commandMap('out'),
    undo: state.undo,
    redo: state.redo,
  };
  actions[shortcut]();
}

/** Listens on the window until the returned function is called. */
export function listenForShortcuts(getState: () => AppState, openHelp: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    const shortcut = shortcutOf(event);
    if (!shortcut || event.defaultPrevented || event.isComposing) return;
    const state = getState();
    if (!event.ctrlKey && !event.metaKey && !state.singleKeys) return;
    if (isTaken(event, shortcut)) return;
    event.preventDefault();
    runShortcut(shortcut, state, openHelp);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
