import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM_ARGS, ensureChromium } from './browser';
import { serveFolder } from './serve';

/** Makes the README's picture: the first sample, stepped to just after the DNAT. */
const root = fileURLToPath(new URL('..', import.meta.url));
await build({ root, logLevel: 'warn' });

const server = serveFolder(`${root}/dist`).listen(0);
const { port } = server.address() as AddressInfo;
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
await page.goto(`http://localhost:${port}/#sample=article-clusterip`);
const slider = page.getByRole('slider', { name: 'Position in the exchange' });
await slider.waitFor();
while (!/DNAT/.test((await slider.getAttribute('aria-valuetext')) ?? '')) {
  const before = await slider.getAttribute('aria-valuenow');
  await slider.press('ArrowRight');
  if ((await slider.getAttribute('aria-valuenow')) === before)
    throw new Error('No step of the sample is a DNAT.');
}
await page.locator('svg[data-idle="true"]').waitFor();
// The focus ring belongs to whoever holds the keyboard, not to a picture.
await slider.blur();
await page.screenshot({ path: `${root}/public/screenshot.png` });
await browser.close();
server.close();
if (!existsSync(`${root}/public/screenshot.png`)) throw new Error('No screenshot was written.');
