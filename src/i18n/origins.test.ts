import { describe, expect, it } from 'vitest';
import { ORIGIN_CODES } from '../engine/codes';
import { origin } from './en/origin';
import { originText } from './originText';

const codes = Object.entries(ORIGIN_CODES) as [keyof typeof ORIGIN_CODES, readonly string[]][];

describe.each(codes)('origin %s', (code, params) => {
  const used = [...origin[code].matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');

  it('uses only the parameters that it has', () => {
    expect(used.filter((name) => !params.includes(name))).toEqual([]);
  });

  it('leaves nothing unfilled', () => {
    const values = Object.fromEntries(params.map((name) => [name, name === 'why' ? 'zone' : `<${name}>`]));
    const text = originText({ code, params: values });
    expect(text).not.toMatch(/\{\{|\$t|undefined/);
    expect(text).toMatch(/\.$/);
  });
});

it('has no sentence without a code', () => {
  const extra = Object.keys(origin).filter((key) => key !== 'why' && !(key in ORIGIN_CODES));
  expect(extra).toEqual([]);
});
