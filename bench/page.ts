import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser';
import { serveFolder } from '../scripts/serve';
import { encodeShared } from '../src/state/link/url';
import type { SharedState } from '../src/state/types';
import { type Frames, framesOf, TRACE_CATEGORIES } from './frames';
import type { Measure } from './measure';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}/node_modules/.cache/hopscope-bench`;
let built = Boolean(process.env.HOPSCOPE_BENCH_BUILT) && existsSync(folder);

/** The built page in Chromium, showing something. */
export interface Shown {
  readonly page: Page;
  /** ms until it stood still. */
  readonly loaded: number;
  /** What the main thread did in each frame of it. */
  frames(work: () => Promise<void>): Promise<Frames>;
  close(): Promise<void>;
}

async function launched(): Promise<Browser | undefined> {
  try {
    return await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
  } catch (error) {
    console.error(`SKIPPED. ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** Builds the page if that was not done, and opens it at `shared`. Undefined, and said so, where there is no Chromium. */
export async function show(shared: SharedState): Promise<Shown | undefined> {
  const browser = await launched();
  if (!browser) return undefined;
  if (!built) await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  built = true;
  const server = serveFolder(folder).listen(0);
  const { port } = server.address() as AddressInfo;
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(240_000);
  // What runs in the page is compiled with names kept, by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (f) => f');
  const start = performance.now();
  await page.goto(`http://localhost:${port}/#${encodeShared(shared)}`);
  await page.locator('svg[data-idle="true"]').waitFor();
  const loaded = performance.now() - start;
  await page.waitForTimeout(1500);
  return {
    page,
    loaded,
    async frames(work) {
      await browser.startTracing(page, { categories: [...TRACE_CATEGORIES] });
      await work();
      return framesOf((await browser.stopTracing()).toString());
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

export function* rows(name: string, frames: Frames): Generator<Measure> {
  const note = `${frames.count} frames, ${frames.dropped.toFixed(1)} % dropped`;
  yield { name: `${name}/p50`, value: frames.p50, unit: 'ms', note };
  yield { name: `${name}/p95`, value: frames.p95, unit: 'ms', note };
  yield { name: `${name}/max`, value: frames.max, unit: 'ms', note };
}
