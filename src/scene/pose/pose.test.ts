import { describe, expect, it } from 'vitest';
import type { Step } from '../../engine';
import { CASES, type Case, SIZES, stageFor } from '../testing/stages';
import { writeFrame, writePose } from '../testing/write';
import { rewritesOf } from './packet-view';
import { poseOf } from './pose';
import type { Stage } from './stage';

const bench = SIZES.workbench as (typeof SIZES)[string];
const named = (name: string): Stage => stageFor(CASES.find((c) => c.name === name) as Case, bench);

describe('a pose depends on nothing but stage and playhead', () => {
  for (const c of CASES) {
    it(c.name, () => {
      const stage = stageFor(c, bench);
      const last = (stage.exchange?.steps.length ?? 1) - 1;
      const heads = Array.from({ length: 24 }, (_, i) => (i * last) / 23);
      const once = heads.map((p) => writeFrame(stage, poseOf(stage, p)));
      // The other way round, and on a stage that has seen nothing yet.
      const fresh = stageFor(c, bench);
      const again = [...heads].reverse().map((p) => writeFrame(fresh, poseOf(fresh, p)));
      expect(again.reverse()).toEqual(once);
    });
  }
});

describe('between two steps', () => {
  const find = (stage: Stage, test: (s: Step) => boolean) => stage.exchange?.steps.find(test)?.index ?? -1;

  it('a note goes from the card before the room that it took', () => {
    const stage = named('no endpoints');
    const at = find(stage, (s) => s.kind === 'drop');
    const card = (p: number) => poseOf(stage, p).card;
    expect([at, at + 0.25, at + 0.5].map((p) => card(p)?.unwritten)).toEqual([1, 0.5, 0]);
    expect(card(at + 0.5)?.box.h).toBeLessThan(card(at)?.box.h ?? 0);
  });

  it('the destination rolls, then the mark wipes over it', () => {
    const stage = named('ClusterIP, Pod on the other node');
    const at = find(stage, (s) => rewritesOf(s).length > 0);
    const row = (p: number) => poseOf(stage, p).card?.rows.find((r) => r.label === 'dst');
    expect(row(at - 1)).toMatchObject({ address: { kind: 'cluster' }, mark: 0, roll: 1 });
    expect(row(at - 0.8)).toMatchObject({ old: { kind: 'cluster' }, address: { kind: 'pod' }, mark: 0 });
    expect(row(at - 0.2)?.roll).toBe(1);
    expect(row(at - 0.2)?.mark).toBeGreaterThan(0);
    expect(row(at)).toMatchObject({ address: { text: '10.244.1.4:80' }, mark: 1, word: 'DNAT', roll: 1 });
  });

  it('the mark stays on every later card of the request, and goes when the reply undoes it', () => {
    const stage = named('ClusterIP, Pod on the other node');
    const steps = stage.exchange?.steps ?? [];
    const [made, undone] = steps.filter((s) => rewritesOf(s).length > 0).map((s) => s.index);
    for (const { index } of steps) {
      const marked = stage.views[index]?.rows.some((r) => r.mark) ?? false;
      expect(marked, `step ${index}`).toBe(index >= (made ?? 0) && index <= (undone ?? 0));
    }
  });

  it('the token never leaves the line, and moves forward only', () => {
    const stage = named('NodePort, far endpoint');
    const last = (stage.exchange?.steps.length ?? 1) - 1;
    let jumps = 0;
    let before = poseOf(stage, 0).token;
    for (let p = 0; p <= last; p += 0.05) {
      const { token } = poseOf(stage, p);
      if (token && before && Math.hypot(token.x - before.x, token.y - before.y) > 80) jumps++;
      before = token;
    }
    expect(jumps).toBe(0);
  });
});

describe('a refused packet', () => {
  it('ends in FORWARD with its octagon, and an error sets out from the host', () => {
    const stage = named('no endpoints');
    const dead = stage.deaths[0] ?? -1;
    const pose = poseOf(stage, dead);
    expect(pose.token).toBeUndefined();
    expect(pose.death).toMatchObject({ reject: true, stamp: 1 });
    expect(pose.gates.get('node/ycwang-ubuntu/forward')?.state).toBe('dead');
    expect(pose.card).toMatchObject({ dead: true, right: 'REJECT • ttl 63' });
    expect(poseOf(stage, dead + 1)).toMatchObject({
      leg: 'error',
      card: { title: 'ICMP port unreachable', dead: false },
    });
  });
});

describe('poses as text', () => {
  const heads: Record<string, readonly number[]> = {
    'ClusterIP, Pod on the other node': [0, 12.5, 13, 41, 82, 112, 119],
    'NodePort, far endpoint': [0, 29, 34, 98],
    'no endpoints': [22],
  };
  for (const [name, list] of Object.entries(heads)) {
    for (const p of list) {
      it(`${name} at ${p}`, () => {
        const stage = named(name);
        expect(writePose(stage, poseOf(stage, p))).toMatchSnapshot();
      });
    }
  }
});
