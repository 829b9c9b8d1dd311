import type { AppState } from '../state/types';

/** Widgets that take letters. */
const TYPED =
  'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog, [popover], [role=listbox], [role=combobox], [role=tree], [role=grid]';
/** Widgets that take arrows and the like as well. */
const OWN_KEYS = `${TYPED}, input, [role=slider], [role=radiogroup], [role=tablist], [role=separator]`;
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
  | 'over'
  | 'into'
  | 'out'
  | 'overBack'
  | 'intoBack'
  | 'outBack'
  | 'run'
  | 'runBack'
  | 'breakHere'
  | 'search'
  | 'help'
  | 'present'
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
  n: 'over',
  s: 'into',
  o: 'out',
  'Shift+n': 'overBack',
  'Shift+s': 'intoBack',
  'Shift+o': 'outBack',
  c: 'run',
  'Shift+c': 'runBack',
  b: 'breakHere',
  F10: 'over',
  F11: 'into',
  'Shift+F11': 'out',
  F8: 'run',
  'Shift+F8': 'runBack',
  '/': 'search',
  '?': 'help',
  p: 'present',
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
  // Shift is part of what a sign is, and means something with letters and function keys only.
  const named = /^[a-z]$/i.test(key) ? key.toLowerCase() : key;
  return SINGLE[shiftKey && /^([a-z]|F\d+)$/.test(named) ? `Shift+${named}` : named];
}

/** Nobody types these, so that they work in a field too. */
const isFunctionKey = (key: string): boolean => /^F\d+$/.test(key);

/** The innermost element that has the focus, through shadow roots. */
function deepTarget(event: KeyboardEvent): Element | undefined {
  const [first] = event.composedPath();
  return first instanceof Element ? first : undefined;
}

/** Does the focused thing want this key for itself? */
function isTaken(event: KeyboardEvent, shortcut: Shortcut): boolean {
  const inside = event.composedPath().filter((node) => node instanceof Element);
  if (isFunctionKey(event.key)) return inside.some((node) => node.matches('dialog, [role=dialog]'));
  const own = /^[a-z?/]$/i.test(event.key) ? TYPED : OWN_KEYS;
  if (inside.some((node) => node.matches(own))) return true;
  return shortcut === 'playPause' && deepTarget(event)?.closest(PRESSED_BY_SPACE) !== null;
}

/** What a key opens besides what the state does. */
export interface Openers {
  help(): void;
  search?(): void;
  present?(): void;
}

export function runShortcut(shortcut: Shortcut, state: AppState, open: Openers): void {
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
    over: () => state.debugMove('over', 1),
    into: () => state.debugMove('into', 1),
    out: () => state.debugMove('out', 1),
    overBack: () => state.debugMove('over', -1),
    intoBack: () => state.debugMove('into', -1),
    outBack: () => state.debugMove('out', -1),
    run: () => state.runToBreakpoint(1),
    runBack: () => state.runToBreakpoint(-1),
    breakHere: state.breakHere,
    search: () => open.search?.(),
    help: open.help,
    present: () => open.present?.(),
    fit: () => state.commandMap('fit'),
    zoomIn: () => state.commandMap('in'),
    zoomOut: () => state.commandMap('out'),
    undo: state.undo,
    redo: state.redo,
  };
  actions[shortcut]();
}

/** Listens on the window until the returned function is called. */
export function listenForShortcuts(getState: () => AppState, open: Openers): () => void {
  const onKey = (event: KeyboardEvent) => {
    const shortcut = shortcutOf(event);
    if (!shortcut || event.defaultPrevented || event.isComposing) return;
    const state = getState();
    if (!event.ctrlKey && !event.metaKey && !state.singleKeys) return;
    if (isTaken(event, shortcut)) return;
    event.preventDefault();
    runShortcut(shortcut, state, open);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
