import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { build } from 'vite';
import { SAMPLES, type Sample } from '../src/state/document/samples';
import { CHROMIUM_ARGS, ensureChromium } from './browser';
import { sampleLink } from './sampleLink';
import { serveFolder } from './serve';

/** Every sample at the moment that it is about, at three sizes and in both themes, into `gallery/`. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;
const THEMES = ['light', 'dark'] as const;

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'gallery');
const only = process.argv[2];
const samples = SAMPLES.filter(({ id }) => only === undefined || id.includes(only));
if (samples.length === 0) throw new Error(`No sample has "${only}" in its name.`);

async function take(browser: Browser, address: string, sample: Sample): Promise<readonly string[]> {
  const taken: string[] = [];
  const hash = sampleLink(sample);
  for (const viewport of SIZES) {
    for (const colorScheme of THEMES) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(`${address}#${hash}`);
      await page.locator('svg[data-idle="true"]').first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      const file = `${sample.id}-${viewport.width}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, file) });
      taken.push(file);
      await context.close();
    }
  }
  return taken;
}

const sheet = (files: readonly string[]) =>
  `<!doctype html><meta charset="utf-8"><title>Gallery</title><style>body{font:14px sans-serif;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0}img{height:420px;border:1px solid #999}</style>${files
    .map((file) => `<figure><img src="${file}" alt=""><figcaption>${file}</figcaption></figure>`)
    .join('')}`;

await build({ root, logLevel: 'warn' });
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const server = serveFolder(join(root, 'dist')).listen(0);
const { port } = server.address() as AddressInfo;
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
const files: string[] = [];
for (const sample of samples) files.push(...(await take(browser, `http://localhost:${port}/`, sample)));
writeFileSync(join(folder, 'index.html'), sheet(files));
await browser.close();
server.close();
process.stdout.write(`${files.length} pictures of ${samples.length} samples in ${folder}\n`);
