import { type KeyValue, readStored, writeStored } from './storage';

/** What can be made larger or folded: `packet` stands under the steps, `lower` under the Map of a narrow window. */
export const PANELS = ['editor', 'inspector', 'rules', 'packet', 'lower'] as const;
export type PanelName = (typeof PANELS)[number];

/** How this reader has arranged the page. What is absent follows the window. */
export interface Panels {
  /** px: width of the side panels, height of the others. */
  readonly sizes: Readonly<Partial<Record<PanelName, number>>>;
  /** Opened or folded by hand. */
  readonly open: Readonly<Partial<Record<PanelName, boolean>>>;
  /** Of the side panels, the one opened last: it wins where there is room for one. */
  readonly last?: 'editor' | 'inspector' | undefined;
}

export const NO_PANELS: Panels = { sizes: {}, open: {} };

const KEY = 'hopscope.panels';
/** px: nobody's screen is wider. */
const MOST = 10_000;

function pick<T>(value: unknown, is: (found: unknown) => found is T): Partial<Record<PanelName, T>> {
  const found: Partial<Record<PanelName, T>> = {};
  if (typeof value !== 'object' || value === null) return found;
  for (const name of PANELS) {
    const one = (value as Record<string, unknown>)[name];
    if (is(one)) found[name] = one;
  }
  return found;
}

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 && value < MOST;
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** Whatever can be made of what is stored. */
export function loadPanels(storage: KeyValue): Panels {
  const { sizes, open, last } = readStored(storage, KEY) ?? {};
  return {
    sizes: pick(sizes, isSize),
    open: pick(open, isBoolean),
    ...(last === 'editor' || last === 'inspector' ? { last } : {}),
  };
}

/** False where the storage is full or forbidden: then the arrangement lasts as long as the page. */
export const savePanels = (storage: KeyValue, panels: Panels): boolean => writeStored(storage, KEY, panels);
