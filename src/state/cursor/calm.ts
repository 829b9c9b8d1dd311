import type { Exchange } from '../../engine';
import { appStore } from '../store';

/** What stands beside the Map is drawn for this. */
export interface CalmStep {
  readonly exchange: Exchange | undefined;
  readonly cursor: number;
  readonly playing: boolean;
}

/**
 * ms between two steps that the panels show while it plays, or while steps follow each other faster, from a key that is
 * held: one reads no faster, and the Map has the frames between.
 */
export const BEAT = 100;

/** Who is drawn in one go; the others wait their turn, so that no frame has to hold them all. */
export const TURNS = ['stepper', 'steps', 'packet', 'rules'] as const;
export type Turn = (typeof TURNS)[number];

type Read = () => CalmStep;

const same = (a: CalmStep, b: CalmStep) =>
  a.exchange === b.exchange && a.cursor === b.cursor && a.playing === b.playing;

/** Follows the store at once, but while a packet plays or is hurried along in beats, one turn after the other. */
export class Calm {
  private readonly shown: Record<Turn, CalmStep>;
  private readonly listeners: Readonly<Record<Turn, Set<() => void>>>;
  private next = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly read: Read;
  /** ms, of any clock. */
  private readonly clock: () => number;
  /** When the cursor moved last, and to where. */
  private moved = Number.NEGATIVE_INFINITY;
  private at: number;

  constructor(read: Read, clock: () => number = () => performance.now()) {
    this.read = read;
    this.clock = clock;
    const step = read();
    this.at = step.cursor;
    this.shown = { stepper: step, steps: step, packet: step, rules: step };
    this.listeners = { stepper: new Set(), steps: new Set(), packet: new Set(), rules: new Set() };
  }

  now(turn: Turn): CalmStep {
    return this.shown[turn];
  }

  subscribe(turn: Turn, changed: () => void): () => void {
    this.listeners[turn].add(changed);
    return () => this.listeners[turn].delete(changed);
  }

  /** The store has changed. */
  readonly look = (): void => {
    const step = this.read();
    const hurried = step.playing || this.hurries(step);
    const waits = (turn: Turn) =>
      hurried && step.playing === this.shown[turn].playing && step.exchange === this.shown[turn].exchange;
    if (TURNS.every(waits)) {
      if (TURNS.some((turn) => !same(step, this.shown[turn]))) this.wait();
      return;
    }
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const turn of TURNS) this.show(turn, step);
  };

  /** Has it moved within a beat of the move before? What else changes in the store hurries nobody. */
  private hurries({ cursor }: CalmStep): boolean {
    if (cursor === this.at) return this.timer !== undefined;
    const last = this.moved;
    this.moved = this.clock();
    this.at = cursor;
    return this.moved - last < BEAT;
  }

  private wait(): void {
    this.timer ??= setTimeout(() => this.beat(), BEAT / TURNS.length);
  }

  /** Whose turn it is, of those who are behind. */
  private beat(): void {
    this.timer = undefined;
    const step = this.read();
    const order = TURNS.map((_, i) => TURNS[(this.next + i) % TURNS.length] as Turn);
    const [turn, ...behind] = order.filter((one) => !same(step, this.shown[one]));
    if (turn === undefined) return;
    this.next = TURNS.indexOf(turn) + 1;
    if (behind.length > 0) this.wait();
    this.show(turn, step);
  }

  private show(turn: Turn, step: CalmStep): void {
    if (same(step, this.shown[turn])) return;
    this.shown[turn] = step;
    for (const changed of this.listeners[turn]) changed();
  }
}

/** The page's own. */
export const calm = new Calm(() => {
  const { exchange, cursor, playing } = appStore.getState();
  return { exchange, cursor, playing };
});
appStore.subscribe(calm.look);
