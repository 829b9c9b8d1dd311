import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { beforeChips } from './scrolling';

const state = EditorState.create({ doc: 'replicas: 2\nkind: Pod', extensions: beforeChips });

describe('the cursor stands before the chips of its line', () => {
  it.each([
    ['put at a line’s end', { selection: { anchor: 11 } }, 11, -1],
    ['put at the end of the text', { selection: { anchor: 21 } }, 21, -1],
    ['typing at a line’s end', { changes: { from: 11, insert: '0' }, selection: { anchor: 12 } }, 12, -1],
  ])('%s', (_what, spec, head, assoc) => {
    expect(state.update(spec).state.selection.main).toMatchObject({ head, assoc });
  });
  it('but not inside a line, nor where a range is selected', () => {
    expect(state.update({ selection: { anchor: 3 } }).state.selection.main.assoc).toBe(0);
    const range = state.update({ selection: { anchor: 0, head: 11 } }).state.selection.main;
    expect([range.from, range.to, range.empty]).toEqual([0, 11, false]);
  });
});
