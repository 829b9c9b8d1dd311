import { expect, it } from 'vitest';
import { oncePer } from './oncePer';

it('makes once for each key, also where nothing comes of it', () => {
  const asked: object[] = [];
  const [a, b] = [{}, {}];
  const nothing = oncePer((key: object) => {
    asked.push(key);
    return key === a ? undefined : asked.length;
  });
  expect([nothing(a), nothing(a), nothing(b), nothing(b)]).toEqual([undefined, undefined, 2, 2]);
  expect(asked).toEqual([a, b]);
});
