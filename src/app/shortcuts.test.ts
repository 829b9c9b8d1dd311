import { describe, expect, it, vi } from 'vitest';
import { createAppStore } from '../state/store';
import { runShortcut, type Shortcut, shortcutOf } from './shortcuts';

const key = (text: string) => {
  const parts = text.split('+').filter((part) => part !== '');
  const name = text.endsWith('++') || text === '+' ? '+' : (parts.at(-1) ?? '');
  const has = (modifier: string) => parts.slice(0, -1).includes(modifier);
  return {
    key: name,
    ctrlKey: has('Ctrl'),
    metaKey: has('Meta'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
  };
};

describe('a key', () => {
  it.each([
    ['ArrowRight', 'step'],
    ['ArrowLeft', 'back'],
    ['ArrowUp', 'coarser'],
    ['ArrowDown', 'finer'],
    [' ', 'playPause'],
    ['Home', 'start'],
    ['End', 'end'],
    ['/', 'search'],
    ['?', 'help'],
    ['0', 'fit'],
    ['+', 'zoomIn'],
    ['-', 'zoomOut'],
    ['n', 'over'],
    ['s', 'into'],
    ['o', 'out'],
    ['Shift+N', 'overBack'],
    ['Shift+S', 'intoBack'],
    ['N', 'over'],
    ['F10', 'over'],
    ['F11', 'into'],
    ['Shift+F11', 'out'],
    ['c', 'run'],
    ['Shift+F8', 'runBack'],
    ['Shift+?', 'help'],
    ['Shift++', 'zoomIn'],
    ['b', 'breakHere'],
    ['F5', undefined],
    ['Ctrl+s', undefined],
    ['Ctrl+z', 'undo'],
    ['Meta+Shift+Z', 'redo'],
    ['Ctrl+y', 'redo'],
    ['Alt+ArrowLeft', undefined],
    ['Ctrl+0', undefined],
    ['Ctrl+ArrowRight', undefined],
    ['a', undefined],
  ])('%s means %s', (text, expected) => expect(shortcutOf(key(text))).toBe(expected));
});

describe('a shortcut', () => {
  it('does what its button does', () => {
    const store = createAppStore();
    const help = vi.fn();
    const search = vi.fn();
    const run = (...all: Shortcut[]) => {
      for (const shortcut of all) runShortcut(shortcut, store.getState(), { help, search });
      return store.getState();
    };
    expect(run('step', 'step', 'back').cursor).toBe(1);
    expect(run('coarser', 'coarser', 'coarser').grain).toBe('hop');
    expect(run('finer').grain).toBe('chain');
    expect(run('playPause').playing).toBe(true);
    expect(run('playPause').playing).toBe(false);
    expect(run('end').cursor).toBe((store.getState().exchange?.steps.length ?? 0) - 1);
    expect(run('start').cursor).toBe(0);
    expect(run('into', 'into', 'intoBack', 'out').exchange?.steps[store.getState().cursor]?.hop).toBe(1);
    expect(run('overBack', 'outBack', 'over').cursor).toBeGreaterThan(0);
    const rule = store.getState().exchange?.steps.findIndex((s) => s.kind === 'rule') ?? 0;
    store.getState().seek(rule);
    expect(run('breakHere').breakpoints).toHaveLength(1);
    expect(run('start', 'run').cursor).toBe(rule);
    expect(run('runBack').cursor).toBe(0);
    expect(run('zoomIn', 'fit').mapCommand).toEqual({ n: 2, what: 'fit' });
    run('search');
    expect(search).toHaveBeenCalledOnce();
    run('help');
    expect(help).toHaveBeenCalledOnce();
  });
});
