import { expect, it } from 'vitest';
import { shortPods } from './podName';

it.each([
  ['nginx-deployment-55f598f8d-pxp6x', 'nginx-deployment-…-pxp6x'],
  ['Answered by shop/web-7d4b9c8f6d-x2x5z.', 'Answered by shop/web-…-x2x5z.'],
  ['web-0 asked web-1', 'web-0 asked web-1'],
  ['my-great-service-shop', 'my-great-service-shop'],
  ['KUBE-SVC-HL5LMXD5JFHQZ6LN', 'KUBE-SVC-HL5LMXD5JFHQZ6LN'],
])('%s', (long, short) => expect(shortPods(long)).toBe(short));
