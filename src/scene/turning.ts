import type { Clock } from './clock';
import { type Drawn, tweenAll } from './draw/draw';
import { alongRoad } from './pose/easing';

/** ms in which a changed Map becomes the new one (LOOK.md: a machine opens). */
const CHANGE = 260;

/** How the Map of before an edit becomes that of after it. */
export class Turning {
  private readonly clock: Clock;
  private readonly show: (marks: Drawn) => void;
  private run: ((ms: number) => boolean) | undefined;

  constructor(clock: Clock, show: (marks: Drawn) => void) {
    this.clock = clock;
    this.show = show;
  }

  /** What is drawn is neither the one nor the other. */
  get under(): boolean {
    return this.run !== undefined;
  }

  /** From `before`, or at once, to what is to be drawn; `now` is asked again at the end, when a packet may have moved on. */
  turn(before: Drawn | undefined, now: () => Drawn | undefined): void {
    if (this.run) this.clock.stop(this.run);
    this.run = undefined;
    const after = now();
    if (!after) return;
    if (!before) {
      this.show(after);
      return;
    }
    const way = tweenAll(before, after);
    let spent = 0;
    this.show(way(0));
    this.run = (ms) => {
      spent += ms;
      if (spent < CHANGE) {
        this.show(way(alongRoad(spent / CHANGE)));
        return true;
      }
      this.run = undefined;
      const last = now();
      if (last) this.show(last);
      return false;
    };
    this.clock.run(this.run);
  }
}
