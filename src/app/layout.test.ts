import { describe, expect, it } from 'vitest';
import { arrangementFor, openPanels, STAGE_MIN } from './layout';

describe('the layout', () => {
  it.each([
    [390, 'phone'],
    [719, 'phone'],
    [720, 'tabs'],
    [1039, 'tabs'],
    [1040, 'columns'],
    [1440, 'columns'],
  ] as const)('is for %i px: %s', (width, expected) => expect(arrangementFor(width)).toBe(expected));

  it('opens all from 1360 on, and folds the editor first below', () => {
    expect(openPanels(1360, {})).toEqual({ editor: true, inspector: true });
    expect(openPanels(1359, {})).toEqual({ editor: false, inspector: true });
  });
  it('never takes the stage under its least width, whatever is wished', () => {
    for (let width = 1040; width < 1700; width += 10) {
      for (const last of ['editor', 'inspector'] as const) {
        const { editor, inspector } = openPanels(width, { editor: true, inspector: true, last });
        const stage = width - 40 - (editor ? 262 : 0) - (inspector ? 308 : 0);
        expect(stage).toBeGreaterThanOrEqual(Math.min(STAGE_MIN, width - 40 - 308));
        expect(editor || inspector).toBe(true);
      }
    }
  });
});
