import { clamp } from './plane/geometry';
import type { Timeline } from './pose/timeline';

export interface ClockCallbacks {
  /** A frame: the playhead is here. */
  onFrame(playhead: number): void;
  /** It came to rest. `ended`: playing reached the last step. */
  onRest(playhead: number, ended: boolean): void;
  /** The first thing begins to move, or the last one stopped: playhead or camera. */
  onIdle?(idle: boolean): void;
}

/** Longest that one press of a step key keeps a person waiting, ms; a way back is shorter. */
const GLIDE = 1100;
const GLIDE_BACK = 320;
/** Reduced motion: from stop to stop, one a second. */
const STILL = 1000;
/** The most that one frame stands for, ms. */
const LONGEST = 250;

type Motion =
  | { readonly kind: 'play' }
  | { readonly kind: 'glide'; readonly to: number; readonly rate: number }
  | undefined;

/** The page's one requestAnimationFrame. Moves the playhead along a timeline; asks for no frame while nothing moves. */
export class Clock {
  private timeline: Timeline;
  private stops: readonly number[] = [];
  private time = 0;
  private head = 0;
  private motion: Motion;
  private frame: number | undefined;
  private last: number | undefined;
  private waited = 0;
  private told = true;
  private readonly runs = new Set<(ms: number) => boolean>();
  private readonly callbacks: ClockCallbacks;
  speed = 1;
  reduced = false;

  constructor(timeline: Timeline, callbacks: ClockCallbacks) {
    this.timeline = timeline;
    this.callbacks = callbacks;
  }

  get playhead(): number {
    return this.head;
  }

  get idle(): boolean {
    return this.motion === undefined;
  }

  /** Something besides the playhead moves: the camera. */
  get busy(): boolean {
    return this.runs.size > 0;
  }

  /** Calls `step` in each frame with the ms since the last, until it says that it is done. */
  run(step: (ms: number) => boolean): void {
    this.runs.add(step);
    this.request();
    this.tell();
  }

  stop(step: (ms: number) => boolean): void {
    this.runs.delete(step);
    this.tell();
  }

  get playing(): boolean {
    return this.motion?.kind === 'play';
  }

  /** Where a glide leads to, else where it stands. */
  get target(): number {
    return this.motion?.kind === 'glide' ? this.motion.to : this.head;
  }

  use(timeline: Timeline, stops: readonly number[]): void {
    this.timeline = timeline;
    this.stops = stops;
    this.time = timeline.timeAt(this.head);
  }

  seek(playhead: number): void {
    this.motion = undefined;
    this.moveTo(playhead);
    this.callbacks.onRest(this.head, false);
    this.tell();
  }

  glide(to: number): void {
    if (this.reduced) {
      this.seek(to);
      return;
    }
    const ms = Math.abs(this.timeline.timeAt(to) - this.time);
    const limit = to > this.head ? GLIDE : GLIDE_BACK;
    this.motion = { kind: 'glide', to, rate: Math.max(1, ms / limit) };
    this.request();
    this.tell();
  }

  play(): void {
    if (this.playing) return;
    this.motion = { kind: 'play' };
    this.waited = 0;
    this.request();
    this.tell();
  }

  /** Comes to rest at the step that was reached last. */
  pause(): void {
    if (!this.playing) return;
    this.seek(Math.floor(this.head + 1e-6));
  }

  destroy(): void {
    this.motion = undefined;
    this.runs.clear();
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
  }

  private request(): void {
    if (this.frame !== undefined) return;
    this.last = undefined;
    this.frame = requestAnimationFrame(this.tick);
  }

  private readonly tick = (now: number): void => {
    this.frame = undefined;
    // A busy machine keeps time; a page that was hidden does not leap.
    const dt = this.last === undefined ? 16 : Math.min(LONGEST, now - this.last);
    this.last = now;
    this.advance(dt);
    for (const step of [...this.runs]) if (!step(dt)) this.runs.delete(step);
    if (this.motion || this.busy) this.frame ??= requestAnimationFrame(this.tick);
    this.tell();
  };

  private tell(): void {
    const idle = this.idle && !this.busy;
    if (idle === this.told) return;
    this.told = idle;
    this.callbacks.onIdle?.(idle);
  }

  private advance(dt: number): void {
    const motion = this.motion;
    if (!motion) return;
    if (motion.kind === 'glide') this.advanceGlide(motion, dt);
    else if (this.reduced) this.advanceStill(dt);
    else this.advancePlay(dt);
  }

  private advanceGlide(motion: Extract<Motion, { kind: 'glide' }>, dt: number): void {
    const goal = this.timeline.timeAt(motion.to);
    const by = dt * motion.rate;
    if (Math.abs(goal - this.time) <= by) {
      this.seek(motion.to);
      return;
    }
    this.time += goal > this.time ? by : -by;
    this.head = this.timeline.headAt(this.time);
    this.callbacks.onFrame(this.head);
  }

  private advancePlay(dt: number): void {
    this.time += dt * this.speed;
    if (this.time >= this.timeline.total) {
      this.motion = undefined;
      this.moveTo(this.timeline.times.length - 1);
      this.callbacks.onRest(this.head, true);
      return;
    }
    this.head = this.timeline.headAt(this.time);
    this.callbacks.onFrame(this.head);
  }

  private advanceStill(dt: number): void {
    this.waited += dt * this.speed;
    if (this.waited < STILL) return;
    this.waited = 0;
    const next = this.stops.find((s) => s > this.head + 1e-6);
    if (next === undefined) {
      this.motion = undefined;
      this.callbacks.onRest(this.head, true);
      return;
    }
    this.moveTo(next);
    this.callbacks.onFrame(this.head);
  }

  private moveTo(playhead: number): void {
    this.head = clamp(playhead, 0, Math.max(0, this.timeline.times.length - 1));
    this.time = this.timeline.timeAt(this.head);
  }
}
