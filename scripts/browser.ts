import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function inPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}

function run(command: string, args: string[]): boolean {
  process.stderr.write(`$ ${command} ${args.join(' ')}\n`);
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

function find(): string | undefined {
  const given = process.env.HOPSCOPE_CHROMIUM;
  if (given) {
    if (!existsSync(given)) throw new Error(`HOPSCOPE_CHROMIUM names ${given}, which does not exist.`);
    return given;
  }
  for (const name of NAMES) {
    const file = inPath(name);
    if (file) return file;
  }
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

function install(): void {
  if (inPath('apt-get')) {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const apt = (...args: string[]) => {
      const [command = '', ...rest] = [...sudo, 'apt-get', ...args];
      return run(command, rest);
    };
    const packages = ['chromium', 'fonts-dejavu-core', 'fonts-inter', 'fonts-noto-cjk'];
    if (apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages)) return;
  }
  run('npx', ['playwright', 'install', '--with-deps', 'chromium']);
}

/**
 * The path of a Chromium: the one in HOPSCOPE_CHROMIUM, the system's, Playwright's, or else one installed now
 * (Debian's package, then Playwright's download).
 * @throws when none is there and none can be installed; the message says what to do.
 */
export function ensureChromium(): string {
  const found = find();
  if (found) return found;
  install();
  const installed = find();
  if (installed) return installed;
  throw new Error(
    'No Chromium found, and none could be installed. Install the package "chromium", or set HOPSCOPE_CHROMIUM to its path.',
  );
}

/** Root has no sandbox in Chromium; the other switches keep it from calling out. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];
