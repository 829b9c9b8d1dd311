import { describe, expect, it } from 'vitest';
import { NO_PANELS, type Panels } from '../../state/panels';
import { arrangementFor, columns, rulesOpen, STAGE_MIN } from './layout';

const stage = (width: number, panels: Panels): number => {
  const { editor, inspector } = columns(width, panels);
  return width - 40 - (editor ?? 0) - (inspector ?? 40);
};

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
    expect(columns(1360, NO_PANELS)).toMatchObject({ editor: 262, inspector: 308 });
    expect(columns(1359, NO_PANELS)).toMatchObject({ editor: undefined, inspector: 308 });
    expect(columns(1068, NO_PANELS)).toMatchObject({ editor: undefined, inspector: 308 });
  });

  it('shrinks what was made wide before it folds anything: the editor, then the inspector', () => {
    const panels: Panels = {
      sizes: { editor: 400, inspector: 500 },
      open: { editor: true, inspector: true },
    };
    expect(columns(1700, panels)).toMatchObject({ editor: 400, inspector: 500 });
    expect(columns(1560, panels)).toMatchObject({ editor: 300, inspector: 500 });
    expect(columns(1360, panels)).toMatchObject({ editor: 200, inspector: 400 });
    expect(columns(1219, panels)).toMatchObject({ editor: undefined, inspector: 459 });
    expect(columns(1219, { ...panels, last: 'editor' })).toMatchObject({ editor: 400, inspector: undefined });
  });

  it('says how wide each may still become', () => {
    expect(columns(1440, NO_PANELS).most).toEqual({ editor: 372, inspector: 418 });
  });

  it('never takes the stage under its least width, whatever is wished', () => {
    for (let width = 1040; width < 2000; width += 7)
      for (const editor of [true, false, undefined])
        for (const inspector of [true, false, undefined])
          for (const last of ['editor', 'inspector', undefined] as const)
            for (const size of [undefined, 1, 280, 900]) {
              const sizes = size === undefined ? {} : { editor: size, inspector: size };
              const open = {
                ...(editor === undefined ? {} : { editor }),
                ...(inspector === undefined ? {} : { inspector }),
              };
              expect(stage(width, { sizes, open, last })).toBeGreaterThanOrEqual(STAGE_MIN);
            }
  });

  it('folds the Rules by itself in a low window only', () => {
    expect(rulesOpen(900, NO_PANELS)).toBe(true);
    expect(rulesOpen(500, NO_PANELS)).toBe(false);
    expect(rulesOpen(500, { sizes: {}, open: { rules: true } })).toBe(true);
    expect(rulesOpen(900, { sizes: {}, open: { rules: false } })).toBe(false);
  });
});
