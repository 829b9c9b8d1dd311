import { expect, it } from 'vitest';
import { shortChain, shortChains } from './chainName';

it.each([
  ['KUBE-SVC-HL5LMXD5JFHQZ6LN', 18, 'KUBE-SVC-HL5L…Z6LN'],
  ['KUBE-SEP-RQ66ZV5Y2RYOH2X3', 14, 'KUBE-SEP-RQ…X3'],
  ['KUBE-SEP-RQ66ZV5Y2RYOH2X3', 25, 'KUBE-SEP-RQ66ZV5Y2RYOH2X3'],
  ['KUBE-EXTERNAL-SERVICES', 18, 'KUBE-EXTERNAL-SERVICES'],
])('%s in %i characters', (name, max, short) => expect(shortChain(name, max)).toBe(short));

it('shortens the hashed names in a sentence', () =>
  expect(shortChains('KUBE-SVC-HL5LMXD5JFHQZ6LN rule 3: jump to KUBE-MARK-MASQ')).toBe(
    'KUBE-SVC-HL5L…Z6LN rule 3: jump to KUBE-MARK-MASQ',
  ));
