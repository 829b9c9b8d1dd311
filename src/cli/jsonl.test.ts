import { expect, it } from 'vitest';
import { canonicalOfCase } from './jsonl';

it.each([
  ['not an object', 7, { name: '', error: 'not an object' }],
  [
    'a mode to come',
    { name: 'a', proxy: { mode: 'nftables' } },
    { name: 'a', error: 'nftables mode is not supported yet' },
  ],
  [
    'a wrong setting',
    { name: 'a', proxy: { masqueradeBit: 32 } },
    { name: 'a', error: 'proxy.masqueradeBit is 32, allowed: 0-31' },
  ],
  [
    'a kind that kube-proxy does not watch',
    { name: 'a', objects: [{ kind: 'Pod', metadata: { name: 'p' } }] },
    { name: 'a', error: 'objects[0]: kind "Pod" is not read by kube-proxy' },
  ],
  [
    'no metadata',
    { name: 'a', objects: [{ kind: 'Node' }] },
    { name: 'a', error: 'objects[0] has no metadata' },
  ],
])('answers %s with an error', (_what, given, expected) => {
  expect(canonicalOfCase(given)).toEqual(expected);
});

it('answers a case with its canonical text', () => {
  const result = canonicalOfCase({ name: 'empty', proxy: { nodeName: 'a' }, objects: [] });
  expect(result).toMatchObject({
    name: 'empty',
    canonical: expect.stringContaining('*nat\n:KUBE-MARK-MASQ'),
  });
});
