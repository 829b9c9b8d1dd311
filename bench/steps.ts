import type { Page } from '@playwright/test';
import type { Measure } from './measure';
import { rows, show } from './page';

const SERVICES = 10_000;
const MOVES = 150;

const pad = (n: number): string => String(n).padStart(5, '0');

/** A client, one Pod, and 10,000 Services for it: the rules try them by name, so that the last one's packet meets all. */
const text = (): string =>
  [
    ...['client', 'web'].map(
      (name) =>
        `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}, spec: {containers: [{name: c, image: c, ports: [{containerPort: 8080}]}]}}`,
    ),
    ...Array.from(
      { length: SERVICES },
      (_, n) =>
        `{apiVersion: v1, kind: Service, metadata: {name: web-${pad(n)}, namespace: shop}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}}`,
    ),
  ].join('\n---\n');

/** The key for one step on, once a frame. */
function stepOn(times: number): Promise<void> {
  return new Promise((done) => {
    let n = 0;
    const next = () => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      n++;
      if (n < times) requestAnimationFrame(next);
      else done();
    };
    requestAnimationFrame(next);
  });
}

/** 300 px on, once a frame, in the chain of all Services. */
function scrollOn(times: number): Promise<void> {
  const chain = document.querySelector('section.chain[aria-label="KUBE-SERVICES"]') as HTMLElement;
  return new Promise((done) => {
    let n = 0;
    const next = () => {
      chain.scrollTop += 300;
      n++;
      if (n < times) requestAnimationFrame(next);
      else done();
    };
    requestAnimationFrame(next);
  });
}

const position = async (page: Page): Promise<number> =>
  Number(await page.getByRole('slider', { name: 'Position in the exchange' }).getAttribute('aria-valuenow'));

/** The main thread's work in a frame along a way of 10,000 steps: at each step, and while 10,000 rules scroll by. */
export async function* stepsBench(): AsyncGenerator<Measure> {
  const to = `svc/shop/web-${pad(SERVICES - 1)}:80`;
  const shown = await show({
    text: text(),
    sample: undefined,
    session: [{ from: 'pod/shop/client', to, proto: 'tcp', sport: 40000, seed: 1 }],
    cursor: SERVICES / 2,
    grain: 'rule',
  });
  if (!shown) return;
  const { page, frames } = shown;
  try {
    yield { name: 'scene/10000-steps/load', value: shown.loaded, unit: 'ms', note: `${SERVICES} Services` };
    const before = await position(page);
    const stepped = await frames(() => page.evaluate(stepOn, MOVES));
    await page.waitForTimeout(1000);
    const moved = (await position(page)) - before;
    if (moved !== MOVES) throw new Error(`${MOVES} keys, but ${moved} steps`);
    yield* rows('scene/10000-steps/step', stepped);

    const folds = page.locator('section.chain[aria-label="KUBE-SERVICES"] .rule-fold');
    while ((await folds.count()) > 0) await folds.first().click();
    await page.waitForTimeout(500);
    yield* rows('rules/scroll', await frames(() => page.evaluate(scrollOn, MOVES)));
  } finally {
    await shown.close();
  }
}
