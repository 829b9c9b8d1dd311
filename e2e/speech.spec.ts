import type { Page } from '@playwright/test';
import { expect, test } from './hopscope';

/** Writes down, from now on, what every live region of the page says. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver((changes) => {
      const regions = changes.map(({ target }) =>
        (target instanceof Element ? target : target.parentElement)?.closest(
          '[role=status], [role=alert], [aria-live]',
        ),
      );
      for (const region of new Set(regions)) if (region?.textContent) said.push(region.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

const numbers = (said: readonly string[]) => said.map((text) => Number(/^(\d+)\. /.exec(text)?.[1]));

test('each step is announced once, and by nobody else', async ({ hopscope, page }) => {
  await hopscope.open('#sample=article-clusterip');
  const said = await listen(page);
  for (let n = 2; n <= 7; n += 1) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await said()).length).toBe(n - 1);
  }
  expect(numbers(await said())).toEqual([2, 3, 4, 5, 6, 7]);
  // The slider says its steps itself.
  await hopscope.slider.focus();
  await page.keyboard.press('ArrowRight');
  await hopscope.idle();
  expect(await hopscope.now()).toMatch(/^8: /);
  expect(await said()).toHaveLength(6);
});

test('who plays hears the steps that last, each once', async ({ hopscope, page }) => {
  await hopscope.open('#sample=article-clusterip');
  const said = await listen(page);
  await hopscope.press('Play');
  await page.waitForTimeout(2500);
  await hopscope.press('Pause');
  const at = await hopscope.at();
  await expect.poll(async () => numbers(await said()).at(-1)).toBe(at);
  const heard = numbers(await said());
  expect(heard).toEqual([...new Set(heard)]);
});

test.describe('reduced motion', () => {
  test.use({ reducedMotion: 'reduce' });

  test('the Map shows frames of states, at most one a step', async ({ hopscope, page }) => {
    await hopscope.open('#sample=article-clusterip');
    await page.evaluate(() => {
      const frames = new Set<string>();
      Object.assign(window, { frames });
      const look = () => {
        frames.add(document.querySelector('svg[data-idle]')?.innerHTML ?? '');
        requestAnimationFrame(look);
      };
      look();
    });
    await hopscope.press('Play');
    await page.waitForTimeout(4300);
    await hopscope.press('Pause');
    const frames = await page.evaluate(() => (window as unknown as { frames: Set<string> }).frames.size);
    const steps = (await hopscope.at()) - 1;
    expect(steps).toBeGreaterThanOrEqual(2);
    expect(steps).toBeLessThanOrEqual(6);
    expect(frames).toBeLessThanOrEqual(steps + 2);
  });
});
