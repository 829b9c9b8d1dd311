import { spawnSync } from 'node:child_process';
import { ensureChromium } from './browser';

const { status } = spawnSync(
  'npx',
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, HOPSCOPE_CHROMIUM: ensureChromium() } },
);
process.exit(status ?? 1);
