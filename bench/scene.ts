import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser';
import { serveFolder } from '../scripts/serve';
import { largeCluster } from '../src/lessons/samples/large';
import { encodeShared } from '../src/state/url';
import { type Frames, framesOf, TRACE_CATEGORIES } from './frames';
import type { Measure } from './measure';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}/node_modules/.cache/hopscope-bench`;
const NODES = 1000;
const PODS = 10_000;

const hash = () =>
  encodeShared({
    text: largeCluster({ nodes: NODES, pods: PODS, services: 100 }),
    sample: undefined,
    session: [{ from: 'pod/shop/client', to: 'svc/shop/checkout:443', proto: 'tcp', sport: 40000, seed: 1 }],
    cursor: 0,
    grain: 'rule',
  });

/** Wheel and drag, one event a frame, over the far view: in, across, out, across. */
function zoomAndPan(frames: number): Promise<void> {
  const svg = document.querySelector('.map-svg') as SVGSVGElement;
  const { left, top, width, height } = svg.getBoundingClientRect();
  const middle = { clientX: left + width * 0.45, clientY: top + height * 0.7, bubbles: true, view: window };
  const wheel = (deltaY: number) =>
    svg.dispatchEvent(new WheelEvent('wheel', { ...middle, deltaY, cancelable: true }));
  const drag = (n: number, of: number) => {
    const at = {
      ...middle,
      clientX: middle.clientX + Math.sin((n / of) * 6.3) * width * 0.3,
      clientY: middle.clientY - Math.sin((n / of) * 3.1) * 60,
    };
    if (n === 0) svg.dispatchEvent(new MouseEvent('mousedown', at));
    window.dispatchEvent(new MouseEvent('mousemove', at));
    if (n === of - 1) window.dispatchEvent(new MouseEvent('mouseup', at));
  };
  const part = Math.floor(frames / 4);
  return new Promise((done) => {
    let n = 0;
    const next = () => {
      const [phase, at] = [Math.floor(n / part), n % part];
      if (phase === 0) wheel(-18);
      else if (phase === 2) wheel(18);
      else drag(at, part);
      n++;
      if (n < part * 4) requestAnimationFrame(next);
      else done();
    };
    requestAnimationFrame(next);
  });
}

async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<Frames> {
  await browser.startTracing(page, { categories: [...TRACE_CATEGORIES] });
  await work();
  return framesOf((await browser.stopTracing()).toString());
}

function* rows(name: string, frames: Frames): Generator<Measure> {
  const note = `${frames.count} frames, ${frames.dropped.toFixed(1)} % dropped`;
  yield { name: `${name}/p50`, value: frames.p50, unit: 'ms', note };
  yield { name: `${name}/p95`, value: frames.p95, unit: 'ms', note };
  yield { name: `${name}/max`, value: frames.max, unit: 'ms', note };
  yield { name: `${name}/dropped`, value: frames.dropped, unit: '%' };
}

/**
 * The main thread's work in a frame, in the built page: over the far view of 1,000 nodes with 10,000 Pods, and while a
 * packet plays there. Skipped, and said so, where there is no Chromium.
 */
export async function* sceneBench(): AsyncGenerator<Measure> {
  let executablePath: string;
  try {
    executablePath = ensureChromium();
  } catch (error) {
    console.error(`scene/…: SKIPPED. ${error instanceof Error ? error.message : error}`);
    return;
  }
  if (!process.env.HOPSCOPE_BENCH_BUILT || !existsSync(folder)) {
    await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  }
  const server = serveFolder(folder).listen(0);
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // What runs in the page is compiled with names kept, by a helper that the page does not have.
    await page.addInitScript('globalThis.__name = (f) => f');
    const start = performance.now();
    await page.goto(`http://localhost:${port}/#${hash()}`);
    await page.locator('svg[data-idle="true"][data-detail]').waitFor();
    yield {
      name: 'scene/load',
      value: performance.now() - start,
      unit: 'ms',
      note: `${NODES} nodes, ${PODS} Pods`,
    };
    await page.waitForTimeout(1500);

    await page.keyboard.press('0');
    await page.waitForTimeout(1500);
    yield* rows('scene/zoom-pan', await traced(browser, page, () => page.evaluate(zoomAndPan, 360)));

    await page.getByRole('button', { name: 'Follow the packet' }).click();
    await page.waitForTimeout(1500);
    const play = async () => {
      await page.getByRole('button', { name: 'Play', exact: true }).click();
      await page.waitForTimeout(8000);
    };
    yield* rows('scene/play', await traced(browser, page, play));
  } finally {
    await browser.close();
    server.close();
  }
}
