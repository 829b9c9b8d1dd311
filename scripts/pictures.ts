import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type BrowserContextOptions, chromium } from '@playwright/test';
import { build } from 'vite';
import type { Sample } from '../src/state/document/samples';
import { CHROMIUM_ARGS, ensureChromium } from './browser';
import { sampleLink } from './sampleLink';
import { serveFolder } from './serve';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Writes a picture of a sample, at the step that it is about, to a file. */
export type Take = (sample: Sample, path: string, how: BrowserContextOptions) => Promise<void>;

/** Builds the page and takes pictures of it; browser and server are gone afterwards. */
export async function takePictures(work: (take: Take) => Promise<void>): Promise<void> {
  await build({ root, logLevel: 'warn' });
  const server = serveFolder(`${root}/dist`).listen(0);
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
  try {
    await work(async (sample, path, how) => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...how });
      const page = await context.newPage();
      await page.goto(`http://localhost:${port}/#${sampleLink(sample)}`);
      await page.locator('svg[data-idle="true"]').first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path });
      await context.close();
    });
  } finally {
    await browser.close();
    server.close();
  }
}
