import type { Page } from '@playwright/test';
import { expect, test } from './hopscope';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;

test.use({ reducedMotion: 'reduce' });

for (const { width, height } of SIZES) {
  test(`who calls whom is read in full at ${width} px`, async ({ hopscope, page }) => {
    await page.setViewportSize({ width, height });
    for (const sample of ['article-nodeport', 'dual-stack', 'loadbalancer-cluster', 'large']) {
      await hopscope.open(`#sample=${sample}`);
      const bar = page.locator('.send-trigger');
      const cut = await bar.evaluate((button) =>
        [button, ...button.querySelectorAll('*')]
          .filter(
            (part) => part.scrollWidth > part.clientWidth && getComputedStyle(part).overflowX === 'hidden',
          )
          .map((part) => part.textContent),
      );
      expect(cut, sample).toEqual([]);
      const [box, all] = [await bar.boundingBox(), await page.locator('.top-bar').boundingBox()];
      expect((box?.x ?? 0) + (box?.width ?? 0), sample).toBeLessThanOrEqual(all?.width ?? 0);
    }
  });
}

/** What is pressed and is smaller than `least`, and what stands out of the window; links within a sentence may be. */
const misfits = (page: Page, least: number) =>
  page.evaluate((size) => {
    const all = document.querySelectorAll<HTMLElement>(
      'button:not(.link), a[href], input, select, textarea, summary, [role=slider]',
    );
    return [...all].flatMap((control) => {
      const box = (control.closest('label') ?? control).getBoundingClientRect();
      if (!control.checkVisibility() || control.closest('.skip') || box.width * box.height === 0) return [];
      const what = `${control.getAttribute('aria-label') ?? control.textContent} (${control.className})`;
      if (box.width < size || box.height < size)
        return [`${what}: ${Math.round(box.width)} × ${Math.round(box.height)}`];
      // What scrolls sideways has its own way of being seen.
      const scrolls = control.closest('.rules-scroller, .hop-strip, .film');
      return scrolls || (box.left >= -1 && box.right <= innerWidth + 1) ? [] : [`${what}: out of the window`];
    });
  }, least);

test('targets on a phone are large enough for a thumb', async ({ hopscope, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await hopscope.open('#sample=article-nodeport');
  for (const tab of ['Map', 'Rules', 'Steps', 'YAML']) {
    await page.getByRole('tab', { name: tab }).first().click();
    expect(await misfits(page, 24), tab).toEqual([]);
  }
});

test('at 200 % zoom nothing is lost: all tabs, all controls, by scrolling down alone', async ({
  hopscope,
  page,
}) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await hopscope.open('#sample=article-nodeport');
  for (const tab of ['Rules', 'Steps', 'Packet', 'YAML']) {
    await page.getByRole('tab', { name: tab }).first().click();
    expect(await misfits(page, 24), tab).toEqual([]);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    expect(scrollWidth, tab).toBe(clientWidth);
  }
  await expect(hopscope.banner).toContainText('192.168.111.128:30000');
  const cut = await hopscope.banner.evaluate((banner) =>
    [...banner.querySelectorAll('p')].filter((p) => p.scrollWidth > p.clientWidth).map((p) => p.textContent),
  );
  expect(cut).toEqual([]);
});

test('the keyboard skips the bars: to the Map, to the steps', async ({ hopscope, page }) => {
  await hopscope.open();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('class') ?? '');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the Map' })).toBeInViewport();
  await page.keyboard.press('Enter');
  expect(await focused()).toContain('station');
  await page.getByRole('button', { name: 'Skip to the steps' }).focus();
  await page.keyboard.press('Enter');
  expect(await focused()).toMatch(/step-row|visit/);
  await page.keyboard.press('ArrowDown');
  expect(await hopscope.at()).toBe(2);
});

test('on a phone on its side one steps while one looks', async ({ hopscope, page }) => {
  await page.setViewportSize({ width: 844, height: 390 });
  await hopscope.open();
  const step = page.getByRole('button', { name: 'Step', exact: true });
  await expect(step).toBeInViewport({ ratio: 1 });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(step).toBeInViewport({ ratio: 1 });
  await step.click();
  expect(await hopscope.at()).toBe(2);
});
