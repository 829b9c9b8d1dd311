import { describe, expect, it } from 'vitest';
import { crosses, overlaps } from '../plane/geometry';
import { fixedAreas, gateAreas } from '../testing/areas';
import { CASES, SIZES, stageFor } from '../testing/stages';
import { placeAt, restAt } from './stage';

for (const [sizeName, at] of Object.entries(SIZES)) {
  describe(`the packet's card on a ${sizeName} stage`, () => {
    for (const c of CASES.filter((x) => !x.silent)) {
      const stage = stageFor(c, at);
      const steps = stage.exchange?.steps ?? [];

      it(`${c.name}: covers no gate, Pod, device or name`, () => {
        const areas = fixedAreas(stage.layout);
        const hits = steps.flatMap((step) => {
          const place = placeAt(stage, step.index);
          if (!place) return [`${step.index}: no place`];
          return areas
            .filter((a) => overlaps(a.box, place.box))
            .map((a) => `${step.index} ${step.machine} ${step.kind}: covers ${a.what}`);
        });
        expect(hits).toEqual([]);
      });

      it(`${c.name}: its line crosses no gate and no gate's name`, () => {
        const areas = gateAreas(stage.layout);
        const hits = steps.flatMap((step) => {
          const leader = placeAt(stage, step.index)?.leader ?? [];
          return leader.slice(1).flatMap((p, i) => {
            const from = leader[i];
            return from
              ? areas
                  .filter((a) => crosses(from, p, a.box))
                  .map((a) => `${step.index} ${step.kind}: ${a.what}`)
              : [];
          });
        });
        expect(hits).toEqual([]);
      });

      it(`${c.name}: its line is right-angled and begins at the token`, () => {
        for (const step of steps) {
          const leader = placeAt(stage, step.index)?.leader ?? [];
          expect(leader[0]).toEqual(restAt(stage, step.index)?.at);
          leader.slice(1).forEach((p, i) => {
            const from = leader[i];
            expect(from && (Math.abs(from.x - p.x) < 0.01 || Math.abs(from.y - p.y) < 0.01)).toBe(true);
          });
        }
      });
    }
  });
}
