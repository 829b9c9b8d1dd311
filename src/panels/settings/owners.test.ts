import { describe, expect, it } from 'vitest';
import { listed, type Owner } from './owners';

const nodes: readonly Owner[] = Array.from({ length: 1000 }, (_, i) => ({ key: `n${i}`, name: `n${i}` }));
const names = (found: ReturnType<typeof listed>) => found.owners.map(({ name }) => name).join(' ');

describe('nodes and Pods to choose from', () => {
  it('are all there where they are few', () => {
    expect(listed(nodes.slice(0, 3), '', new Set(), {})).toEqual({ owners: nodes.slice(0, 3), more: 0 });
  });
  it('are few where they are many, the packet’s and the changed ones first', () => {
    const found = listed(nodes, '', new Set(['n500', 'n900']), {
      'ipForward@n700': false,
      masqueradeAll: true,
    });
    expect(names(found)).toBe('n500 n700 n900 n0 n1 n2');
    expect(found.more).toBe(994);
  });
  it('are found by a part of the name, or by where they live', () => {
    expect(names(listed(nodes, ' N99', new Set(), {}))).toBe(
      'n99 n990 n991 n992 n993 n994 n995 n996 n997 n998 n999',
    );
    const pod = { key: 'shop/web', name: 'web', note: 'shop • n7' };
    expect(names(listed([...nodes, pod], 'shop', new Set(), {}))).toBe('web');
  });
  it('may be none', () => {
    expect(listed(nodes, 'x', new Set(), {})).toEqual({ owners: [], more: 0 });
  });
});
