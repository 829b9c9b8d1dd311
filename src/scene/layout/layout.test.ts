import { describe, expect, it } from 'vitest';
import { movingMarks, stillMarks } from '../draw/draw';
import type { Mark } from '../draw/mark';
import { follows, homeView } from '../frame';
import { overlaps, union } from '../plane/geometry';
import { poseOf } from '../pose/pose';
import type { Stage } from '../pose/stage';
import { textArea } from '../testing/areas';
import { CASES, type Case, SIZES, stageFor } from '../testing/stages';

const bench = SIZES.workbench as (typeof SIZES)[string];
const still = (stage: Stage): Mark[] => Object.values(stillMarks(stage)).flat();
const moving = (stage: Stage, p: number): Mark[] =>
  Object.values(movingMarks(stage, poseOf(stage, p))).flat();
const replicas = (n: number) => (y: string) => y.replace('replicas: 2', `replicas: ${n}`);

describe('layout', () => {
  it('is the same for the same input', () => {
    for (const c of CASES) expect(stageFor(c, bench).layout).toEqual(stageFor(c, bench).layout);
  });

  it('one more replica moves no machine and no Pod that was there', () => {
    const base: Case = { name: '', force: '10.244.1.4:80' };
    const before = stageFor({ ...base, edit: replicas(2) }, bench).layout;
    const after = stageFor({ ...base, edit: replicas(3) }, bench).layout;
    const places = (l: typeof before) =>
      new Map(l.machines.flatMap((m) => m.pods.map((p) => [p.key, `${p.box.x},${p.box.y}`] as const)));
    expect(after.machines.map((m) => m.wall)).toEqual(before.machines.map((m) => m.wall));
    const was = places(before);
    const is = places(after);
    expect(is.size).toBe(was.size + 1);
    for (const [key, at] of was) expect(is.get(key), key).toBe(at);
  });

  it('many Pods: those on the way are shown, the others counted', () => {
    const stage = stageFor({ name: '', edit: replicas(30), force: '10.244.1.4:80' }, bench);
    const [first, second] = stage.layout.machines;
    expect(first?.pods.map((p) => p.role)).toContain('sender');
    expect(second?.pods.map((p) => p.role)).toContain('destination');
    for (const m of stage.layout.machines) {
      expect(m.pods.length).toBe(4);
      expect(m.pods.some((p) => /^\d+ more Pods$/.test(p.title))).toBe(true);
    }
  });

  it('left is the way in and right the way out, in every machine', () => {
    for (const c of CASES) {
      for (const m of stageFor(c, bench).layout.machines) {
        expect(m.a.left).toBe(28);
        expect(m.a.right).toBe(m.a.w - 28);
        const order = ['prerouting', 'forward', 'postrouting'] as const;
        const xs = order.map((h) => m.a.gate[h].x);
        expect([...xs].sort((a, b) => a - b)).toEqual(xs);
      }
    }
  });

  it('all NICs of a row stand on one line', () => {
    for (const c of CASES) {
      const { machines, folded } = stageFor(c, bench).layout;
      const bottoms = [...machines, ...folded].map((m) => m.wall.y + m.wall.h);
      expect(new Set(bottoms).size).toBeLessThanOrEqual(1);
    }
  });

  it('machines, Service and clients stand apart', () => {
    for (const c of CASES) {
      for (const at of Object.values(SIZES)) {
        const { machines, folded, ghosts, clients } = stageFor(c, at).layout;
        const boxes = [
          ...machines.map((m) => m.wall),
          ...folded.map((m) => m.wall),
          ...ghosts.map((g) => g.box),
          ...clients.map((c) => c.box),
        ];
        boxes.forEach((a, i) => {
          for (const b of boxes.slice(i + 1)) expect(overlaps(a, b), c.name).toBe(false);
        });
      }
    }
  });
});

describe('text', () => {
  for (const [name, at] of Object.entries(SIZES)) {
    it(`no address is cut on a ${name} stage`, () => {
      for (const c of CASES) {
        const stage = stageFor(c, at);
        const last = (stage.exchange?.steps.length ?? 1) - 1;
        const marks = [
          ...still(stage),
          ...[0, last * 0.3, last * 0.7, last].flatMap((p) => moving(stage, p)),
        ];
        for (const m of marks) {
          if (m.attrs.class !== 't-mono') continue;
          expect(m.text, `${c.name} ${m.key}`).toMatch(/^([\d.]+|\[?[\da-f:]+\]?|any node)(:\d+)?( …)?$/);
        }
      }
    });

    it(`no two standing texts touch on a ${name} stage`, () => {
      for (const c of CASES) {
        const stage = stageFor(c, at);
        const gates = movingMarks(stage, poseOf(stage, 0)).gates;
        const areas = [...still(stage), ...gates].flatMap((m) => textArea(m) ?? []);
        const hits = areas.flatMap((a, i) =>
          areas
            .slice(i + 1)
            .flatMap((b) => (overlaps(a.box, b.box) ? [`${c.name}: ${a.what} ${b.what}`] : [])),
        );
        expect(hits).toEqual([]);
      }
    });
  }

  it('is as high as it was planned: once a stage shows all, higher ones do, with every lane of the wires', () => {
    const balancer = CASES.find(({ name }) => name === 'LoadBalancer, far endpoint') as Case;
    for (let height = 440; height <= 540; height += 10)
      expect(follows(stageFor(balancer, { mode: 'full', size: { width: 829, height } }).layout)).toBe(false);
  });

  it('counts Pods rather than to cut a machine', () => {
    const size = { width: 829, height: 424 };
    const { layout } = stageFor({ ...(CASES[0] as Case), edit: replicas(4) }, { mode: 'full', size });
    expect(follows(layout)).toBe(false);
    expect(layout.machines.flatMap(({ pods }) => pods.map(({ key }) => key))).toContain('more');
  });

  it('names the Service over each of three machines', () => {
    const third = (y: string) => `${y}\n---\napiVersion: v1\nkind: Node\nmetadata: { name: third }\n`;
    const { layout } = stageFor({ ...(CASES[0] as Case), edit: third, silent: true }, bench);
    expect(layout.ghosts[0]?.titles).toEqual(layout.machines.map(({ wall }) => wall.x));
  });

  it('stays inside the picture', () => {
    for (const c of CASES) {
      const stage = stageFor(c, bench);
      const all = union(still(stage).flatMap((m) => textArea(m)?.box ?? []));
      const { bounds } = stage.layout;
      expect(all.x, c.name).toBeGreaterThanOrEqual(bounds.x - 1);
      expect(all.x + all.w, c.name).toBeLessThanOrEqual(bounds.x + bounds.w + 1);
      expect(all.y + all.h, c.name).toBeLessThanOrEqual(bounds.y + bounds.h + 1);
    }
  });

  it('is never under 10.5 px on the screen, wherever the packet is', () => {
    for (const c of CASES) {
      for (const name of ['workbench', 'strip', 'wall', 'phone']) {
        const stage = stageFor(c, SIZES[name] as typeof bench);
        const last = (stage.exchange?.steps.length ?? 1) - 1;
        for (const p of [0, last * 0.3, last * 0.7, last]) {
          const { k } = homeView(stage.layout, poseOf(stage, p).focus);
          for (const m of [...still(stage), ...moving(stage, p)]) {
            if (m.tag !== 'text' || !m.text) continue;
            expect(Number(m.attrs['font-size']) * k, `${c.name}, ${name}: ${m.text}`).toBeGreaterThan(10.45);
          }
        }
      }
    }
  });
});
