import './scene.css';
import type { MachineId } from '../engine';
import { Camera } from './camera';
import { Clock } from './clock';
import { Crowd } from './crowd';
import { type Drawn, drawAll, drawMoving, drawnMarks, type Layers, makeLayers } from './draw/draw';
import { foundMarks } from './draw/draw-found';
import { markerMarks } from './draw/draw-marker';
import { paint, rootLayer } from './draw/paint';
import { machineArea } from './layout/layout';
import { nodeMachine } from './layout/layout-machines';
import type { Place, Scene, SceneCallbacks, SceneLabels, SceneModel, Selection, Size } from './model';
import { grow } from './plane/geometry';
import { poseOf } from './pose/pose';
import { type Stage, stageOf } from './pose/stage';
import { timelineOf } from './pose/timeline';
import { Rover } from './rover';
import { type Station, stationsOf } from './stations';
import { Turning } from './turning';

export type {
  Grouping,
  Place,
  Scene,
  SceneCallbacks,
  SceneLabels,
  SceneMode,
  SceneModel,
  Selection,
} from './model';

/** px of width and height from which there is something to see. */
const LEAST = 10;

/** D3's world inside one `<svg>`: it owns everything in it and nothing outside of it. */
export function createScene(svg: SVGSVGElement, callbacks: SceneCallbacks): Scene {
  return new SvgScene(svg, callbacks);
}

class SvgScene implements Scene {
  private readonly svg: SVGSVGElement;
  private readonly callbacks: SceneCallbacks;
  private readonly layers: Layers;
  private readonly camera: Camera;
  private readonly observer: ResizeObserver;
  private readonly clock: Clock;
  private readonly crowd: Crowd;
  private readonly opened = new Set<MachineId>();
  /** What was flown to last: it stands open until something else is. */
  private found: Place | undefined;
  private model: SceneModel | undefined;
  private stage: Stage | undefined;
  private size: Size;
  /** What is drawn is not the model: there was no room for it. */
  private late = false;
  private said = -1;
  private readonly rover: Rover;
  /** What the label says now. */
  private told: { readonly index: number; readonly labels: SceneLabels } | undefined;
  /** The stage of before gives way to this one. */
  private readonly turning: Turning;

  constructor(svg: SVGSVGElement, callbacks: SceneCallbacks) {
    this.svg = svg;
    this.callbacks = callbacks;
    this.size = sizeOf(svg);
    const root = rootLayer(svg);
    this.layers = makeLayers(root);
    this.clock = new Clock(
      { times: [0], total: 0, headAt: () => 0, timeAt: () => 0 },
      {
        onFrame: (p) => this.moved(p),
        onIdle: (idle) => this.showIdle(idle),
        onRest: (p, ended) => {
          this.moved(p);
          if (ended) this.callbacks.onEnd?.();
        },
      },
    );
    this.turning = new Turning(this.clock, (marks) =>
      drawAll(this.layers, marks, (what) => this.select(what)),
    );
    this.camera = new Camera(svg, root, this.clock, {
      onView: (view, scale) => this.crowd.look(view, scale),
      onTaken: (taken) => callbacks.onTaken?.(taken),
    });
    this.crowd = new Crowd(svg, this.layers.far, this.layers.farText, {
      placeAt: (x, y) => this.camera.placeAt(x, y),
      onSelect: (what) => this.select(what),
    });
    this.rover = new Rover(root, {
      onPress: (station) => this.press(station),
      onFocus: ({ box }) => this.camera.reveal(box),
    });
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(svg);
    svg.setAttribute('role', 'group');
    this.showIdle(true);
  }

  update(model: SceneModel): void {
    const before = this.model;
    this.model = model;
    this.clock.reduced = model.reducedMotion;
    const same =
      before &&
      before.cluster === model.cluster &&
      before.network === model.network &&
      before.exchange === model.exchange &&
      before.mode === model.mode &&
      before.grouping === model.grouping &&
      before.labels === model.labels;
    if (!same || !this.stage) {
      this.rebuild(before !== undefined && alike(before, model));
      this.clock.use(this.timeline(), model.stops);
      this.jump(model.cursor);
      return;
    }
    if (before.markers !== model.markers) this.draw(this.clock.playhead);
    if (before.stops !== model.stops) this.clock.use(this.timeline(), model.stops);
    this.followCursor(model);
  }

  /** The cursor of the store against the playhead: equal while playing, else one of them moved. */
  private followCursor(model: SceneModel): void {
    const { cursor, stops } = model;
    if (this.clock.playing) {
      // Reports lag behind the playhead by a frame; only a real jump is a jump.
      if (Math.abs(cursor - this.clock.playhead) > 12) this.jumpPlaying(cursor);
      return;
    }
    const from = this.clock.target;
    if (cursor === from) return;
    const next = stops.find((s) => s > from);
    const back = stops.findLast((s) => s < from);
    if (cursor === next || cursor === back) this.glide(cursor);
    else this.jump(cursor);
  }

  private jumpPlaying(cursor: number): void {
    this.clock.seek(cursor);
    this.clock.play();
  }

  private glide(to: number): void {
    this.said = to;
    this.clock.glide(to);
  }

  private jump(to: number): void {
    this.said = to;
    this.clock.seek(to);
  }

  seek(playhead: number): void {
    this.said = Math.floor(playhead);
    this.clock.seek(playhead);
  }

  play(): void {
    if (!this.stage?.exchange) return;
    this.clock.play();
  }

  pause(): void {
    this.clock.pause();
  }

  setSpeed(factor: number): void {
    this.clock.speed = factor;
  }

  fit(): void {
    this.camera.fit();
  }

  follow(): void {
    if (this.found) {
      this.found = undefined;
      this.rebuild(true);
    }
    this.camera.followAgain();
  }

  flyTo(place: Place): void {
    if (!this.model?.cluster.nodes.some((n) => n.name === place.node)) return;
    this.found = place;
    this.rebuild(true);
    const { layout } = this.stage ?? {};
    const id = nodeMachine(place.node);
    const open = layout?.machines.find((m) => m.id === id);
    const area = open && layout ? machineArea(layout, open) : layout?.folded.find((m) => m.id === id)?.wall;
    if (layout && area) this.camera.flyTo(grow(area, 16), Math.max(layout.scale, 0.96));
  }

  zoomBy(factor: number): void {
    this.camera.zoomBy(factor);
  }

  destroy(): void {
    this.clock.destroy();
    this.observer.disconnect();
    this.camera.destroy();
    this.svg.replaceChildren();
  }

  private timeline() {
    return this.stage
      ? timelineOf(this.stage, this.model?.stops ?? [])
      : { times: [0], total: 0, headAt: () => 0, timeAt: () => 0 };
  }

  /** `smooth`: what changes is glided to. */
  private rebuild(smooth = false): void {
    const { model } = this;
    if (!model) return;
    // Nothing can be laid out on a stage without area: it is, once there is one.
    this.late = Math.min(this.size.width, this.size.height) < LEAST;
    if (this.late) return;
    const opened = new Set(this.opened);
    if (this.found) opened.add(nodeMachine(this.found.node));
    const before = smooth && !model.reducedMotion ? this.drawn() : undefined;
    this.stage = stageOf({ model, size: this.size, opened, found: this.found?.pod });
    this.rover.show(stationsOf(this.stage.layout, model.labels), model.labels.stations);
    this.crowd.show(this.stage.layout, model.labels);
    paint(this.layers.found, foundMarks(this.stage.layout, this.found));
    const { far, machines } = this.stage.layout;
    this.callbacks.onCrowd?.(machines.length, far?.nodeCount ?? 0);
    this.camera.use(this.stage.layout, smooth);
    this.turning.turn(before, () => this.drawn());
    this.draw(this.clock.playhead);
  }

  private drawn(): Drawn | undefined {
    return this.stage && drawnMarks(this.stage, poseOf(this.stage, this.clock.playhead));
  }

  private press({ step, select }: Station): void {
    if (select) this.select(select);
    else if (step !== undefined) this.callbacks.onStep(step);
  }

  private resize(): void {
    const size = sizeOf(this.svg);
    if (size.width === this.size.width && size.height === this.size.height) return;
    const { late } = this;
    this.size = size;
    this.rebuild();
    this.clock.use(this.timeline(), this.model?.stops ?? []);
    // What came while there was no stage for it.
    if (late && !this.late && this.model && !this.clock.playing) this.jump(this.model.cursor);
  }

  private select(what: Selection): void {
    if (what.kind === 'machine') {
      const wasFound = this.found !== undefined && nodeMachine(this.found.node) === what.id;
      if (wasFound) this.found = undefined;
      if (!this.opened.delete(what.id) && !wasFound) this.opened.add(what.id);
      this.rebuild(true);
    }
    this.callbacks.onSelect?.(what);
  }

  private moved(playhead: number): void {
    this.draw(playhead);
    const index = Math.floor(playhead + 1e-6);
    // A glide is the answer to a step that the store already knows.
    if (!this.clock.playing && !this.clock.idle) return;
    if (index === this.said) return;
    this.said = index;
    this.callbacks.onStep(index);
  }

  private draw(playhead: number): void {
    if (!this.stage) return;
    const pose = poseOf(this.stage, playhead);
    if (!this.turning.under) drawMoving(this.layers, this.stage, pose);
    paint(this.layers.markers, markerMarks(this.stage, this.model?.markers ?? [], pose.index));
    this.camera.follow(pose.focus);
    const { labels } = this.model ?? {};
    if (pose.index < 0 || !labels || (this.told?.index === pose.index && this.told.labels === labels)) return;
    this.told = { index: pose.index, labels };
    this.svg.setAttribute('aria-label', labels.step(pose.index));
    this.rover.rest(pose.index);
  }

  private showIdle(idle: boolean): void {
    this.svg.dataset.idle = String(idle);
  }
}

/** Is one cluster the other after an edit? Then most nodes are still there. */
function alike({ cluster: a }: SceneModel, { cluster: b }: SceneModel): boolean {
  if (a === b) return true;
  const names = new Set(a.nodes.map((n) => n.name));
  return b.nodes.filter((n) => names.has(n.name)).length * 2 > Math.max(a.nodes.length, b.nodes.length);
}

function sizeOf(svg: SVGSVGElement): Size {
  const { width, height } = svg.getBoundingClientRect();
  return { width: Math.round(width), height: Math.round(height) };
}
