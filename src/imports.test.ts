import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** Who may import whom. A folder may always import itself; the engine shows outsiders only its door. */
const ALLOWED: Record<string, readonly string[]> = {
  lib: [],
  'engine/net': ['lib'],
  'engine/cluster': ['lib', 'engine/net'],
  'engine/netfilter': ['lib', 'engine/net'],
  'engine/host': ['lib', 'engine/net', 'engine/cluster', 'engine/netfilter'],
  'engine/proxy': ['lib', 'engine/net', 'engine/cluster', 'engine/netfilter', 'engine/host'],
  'engine/trace': ['lib', 'engine/net', 'engine/cluster', 'engine/netfilter', 'engine/host', 'engine/proxy'],
  engine: ['engine/net', 'engine/cluster', 'engine/netfilter', 'engine/host', 'engine/proxy', 'engine/trace'],
  compare: ['lib', 'engine'],
  debugger: ['lib', 'engine'],
  i18n: ['lib', 'engine', 'compare'],
  report: ['lib', 'engine', 'i18n'],
  cli: ['lib', 'engine', 'debugger', 'i18n', 'report'],
  lessons: ['lib', 'engine', 'i18n'],
  state: ['lib', 'engine', 'debugger', 'compare', 'i18n', 'lessons'],
  scene: ['lib', 'engine', 'debugger', 'state'],
  ui: ['lib', 'engine', 'i18n', 'state'],
  panels: ['lib', 'engine', 'debugger', 'compare', 'i18n', 'report', 'lessons', 'state', 'ui'],
  app: [
    'lib',
    'engine',
    'debugger',
    'compare',
    'i18n',
    'report',
    'lessons',
    'state',
    'scene',
    'ui',
    'panels',
  ],
  main: ['app', 'state', 'ui', 'i18n'],
};

const src = dirname(fileURLToPath(import.meta.url));
/** The engine's second door, kept out of what a page loads at first. */
const READER = join(src, 'engine/reader');
const MANY = join(src, 'engine/many');
const FORBIDDEN_PACKAGES: Record<string, RegExp> = {
  engine: /^(react|d3|zustand|node:)/,
  lib: /^(react|d3|zustand|node:)/,
  scene: /^react/,
};

function folderOf(file: string): string {
  const parts = relative(src, file).split('/');
  if (parts.length === 1) return 'main';
  if (parts[0] === 'engine' && parts.length > 2) return `engine/${parts[1]}`;
  return parts[0] ?? '';
}

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) && !path.includes('/testing/'))
      yield path;
  }
}

function violations(): string[] {
  const found: string[] = [];
  for (const file of sources(src)) {
    const from = folderOf(file);
    const text = readFileSync(file, 'utf8').replace(/import type [^;]*? from '[^']*reader';/g, '');
    for (const [how, target = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      const say = (why: string) => found.push(`${relative(src, file)} imports ${target}: ${why}`);
      if (!target.startsWith('.')) {
        if (FORBIDDEN_PACKAGES[from.split('/')[0] ?? '']?.test(target)) say('package not allowed here');
        continue;
      }
      if (/\.(css|json|svg)$/.test(target)) continue;
      const path = resolve(dirname(file), target);
      const to = folderOf(existsSync(path) ? join(path, 'index.ts') : `${path}.ts`);
      const outside = !from.startsWith('engine');
      if (outside && to.startsWith('engine') && path !== join(src, 'engine')) {
        if (path !== READER && path !== MANY)
          say("use the engine's doors, src/engine/index.ts, many.ts and reader.ts");
        else if (path === READER && how.startsWith('from') && from !== 'cli')
          say('the reader of rules is fetched when it is needed: import()');
      } else if (to !== from && !ALLOWED[from]?.includes(to)) say(`${from} may not import ${to}`);
      else if (from === 'panels' && to === 'panels') {
        const [a, b] = [file, path].map((p) => relative(src, p).split('/')[1]);
        if (a !== b) say('no panel imports another');
      }
    }
  }
  return found;
}

it('every import is in the table', () => {
  expect(violations()).toEqual([]);
});
