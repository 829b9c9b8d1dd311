import { expect, it } from 'vitest';
import { loadPanels, NO_PANELS, savePanels } from './panels';
import type { KeyValue } from './storage';

function memory(items: Record<string, string> = {}): KeyValue & { readonly items: Record<string, string> } {
  return {
    items,
    getItem: (key) => items[key] ?? null,
    setItem: (key, value) => {
      items[key] = value;
    },
  };
}

it('brings back what was saved', () => {
  const storage = memory();
  const panels = {
    sizes: { editor: 300, rules: 180 },
    open: { inspector: false, editor: true },
    last: 'editor',
  } as const;
  expect(savePanels(storage, panels)).toBe(true);
  expect(loadPanels(storage)).toEqual(panels);
});

it.each([
  ['nothing', undefined],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[1]'],
  ['other types', '{"sizes":7,"open":null,"last":3}'],
  ['sizes that are none', '{"sizes":{"editor":"wide","rules":-4,"packet":1e99},"open":{"editor":1}}'],
  ['panels that are none', '{"sizes":{"other":3},"open":{"other":true},"last":"rules"}'],
] as const)('makes nothing of %s', (_, text) => {
  expect(loadPanels(memory(text === undefined ? {} : { 'hopscope.panels': text }))).toEqual(NO_PANELS);
});

it('keeps what can be read beside what cannot', () => {
  const text = '{"sizes":{"editor":250,"rules":null},"open":{"rules":false}}';
  expect(loadPanels(memory({ 'hopscope.panels': text }))).toEqual({
    sizes: { editor: 250 },
    open: { rules: false },
  });
});

it('bears a storage that throws', () => {
  const full: KeyValue = {
    getItem() {
      throw new Error('forbidden');
    },
    setItem() {
      throw new Error('full');
    },
  };
  expect(loadPanels(full)).toEqual(NO_PANELS);
  expect(savePanels(full, NO_PANELS)).toBe(false);
});
