import type { Exchange } from '../engine';
import { appStore } from './store';

/** What stands beside the Map is drawn for this. */
export interface CalmStep {
  readonly exchange: Exchange | undefined;
  readonly cursor: number;
  readonly playing: boolean;
}

/** ms between two steps that the panels show while it plays: one reads no faster, and the Map has the frames between. */
export const BEAT = 100;

type Read = () => CalmStep;

/** Follows the store at once, but in beats while a packet plays. */
export class Calm {
  private shown: CalmStep;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly read: Read;
  private readonly listeners = new Set<() => void>();

  constructor(read: Read) {
    this.read = read;
    this.shown = read();
  }

  readonly now = (): CalmStep => this.shown;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  };

  /** The store has changed. */
  readonly look = (): void => {
    const { exchange, cursor, playing } = this.read();
    const { shown } = this;
    if (!playing || !shown.playing || exchange !== shown.exchange) {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (exchange !== shown.exchange || cursor !== shown.cursor || playing !== shown.playing)
        this.show({ exchange, cursor, playing });
      return;
    }
    if (cursor !== shown.cursor) this.timer ??= setTimeout(() => this.beat(), BEAT);
  };

  private beat(): void {
    this.timer = undefined;
    this.show(this.read());
  }

  private show({ exchange, cursor, playing }: CalmStep): void {
    this.shown = { exchange, cursor, playing };
    for (const changed of this.listeners) changed();
  }
}

/** The page's own. */
export const calm = new Calm(appStore.getState);
appStore.subscribe(calm.look);
