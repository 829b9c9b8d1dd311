import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildNetwork } from '../engine/trace/network';
import { arbitraryCall } from '../engine/trace/testing/arbitrary';
import { call } from '../engine/trace/testing/call';
import { clusterOf } from '../engine/trace/testing/cluster';
import { stops } from './stops';

test('each coarser grain rests at fewer of the same places', () => {
  fc.assert(
    fc.property(arbitraryCall, ({ cluster, line, seed, overlay }) => {
      const exchange = call(buildNetwork(clusterOf(cluster), { overlay }), line, { seed });
      const [rule, chain, hop] = (['rule', 'chain', 'hop'] as const).map((g) => stops(exchange, g));
      expect(rule).toHaveLength(exchange.steps.length);
      expect(rule).toEqual(expect.arrayContaining([...(chain ?? [])]));
      expect(chain?.at(-1)).toBe(exchange.steps.length - 1);
      expect((hop?.length ?? 0) <= (chain?.length ?? 0)).toBe(true);
    }),
  );
});
