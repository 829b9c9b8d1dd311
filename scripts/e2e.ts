import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureChromium } from './browser';

if (!existsSync('dist/index.html')) {
  console.error('There is no dist/index.html to be tested. Run `npm run build` first.');
  process.exit(1);
}

const { status } = spawnSync(
  'npx',
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, HOPSCOPE_CHROMIUM: ensureChromium() } },
);
process.exit(status ?? 1);
