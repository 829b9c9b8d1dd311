import type { Page } from '@playwright/test';
import { expect, test } from './hopscope';

const separator = (page: Page, name: string) => page.getByRole('separator', { name });
const sizeOf = async (page: Page, name: string): Promise<number> =>
  Number(await separator(page, name).getAttribute('aria-valuenow'));

test('panels are resized by pointer and keys, remembered, and reset by a double click', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  const editor = separator(page, 'Width of the manifests');
  const before = await sizeOf(page, 'Width of the manifests');
  const box = await editor.boundingBox();
  if (!box) throw new Error('The line beside the manifests is not drawn.');
  await page.mouse.move(box.x, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + 50, 400);
  await page.mouse.up();
  expect(await sizeOf(page, 'Width of the manifests')).toBe(before + 50);

  const rules = separator(page, 'Height of the rules');
  const height = await sizeOf(page, 'Height of the rules');
  await rules.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => sizeOf(page, 'Height of the rules')).toBe(height + 32);

  await page.reload();
  await hopscope.idle();
  expect(await sizeOf(page, 'Width of the manifests')).toBe(before + 50);
  await expect.poll(() => sizeOf(page, 'Height of the rules')).toBe(height + 32);
  await rules.dblclick();
  await expect.poll(() => sizeOf(page, 'Height of the rules')).toBe(height);
  await editor.dblclick({ position: { x: 0, y: 300 } });
  expect(await sizeOf(page, 'Width of the manifests')).toBe(before);
});

test('folded panels keep their names and counts, and stay folded', async ({ hopscope, page }) => {
  await hopscope.open();
  await page.getByRole('button', { name: 'Fold steps and packet' }).click();
  const rail = page.getByRole('complementary', { name: 'Steps and packet' });
  await expect(rail).toContainText(/Steps \d+/);
  await page.getByRole('button', { name: 'Fold the rules' }).click();
  await expect(hopscope.rules.getByRole('heading', { name: 'Rules' })).toBeVisible();
  expect((await hopscope.rules.boundingBox())?.height).toBeLessThan(48);
  await page.getByRole('button', { name: 'Fold the manifests' }).click();
  await expect(page.getByRole('navigation', { name: 'Panels' })).toContainText(/Manifests \d+/);
  await page.reload();
  await hopscope.idle();
  await expect(hopscope.editor).toBeHidden();
  await expect(rail).toBeVisible();
  await page.getByRole('button', { name: 'Open the rules' }).click();
  await expect.poll(async () => (await hopscope.rules.boundingBox())?.height).toBeGreaterThan(150);
  await page.getByRole('button', { name: 'Open steps and packet' }).click();
  await expect(hopscope.steps).toBeVisible();
});

test('a narrow window folds the editor first, and never takes the stage under 720', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  for (const width of [1440, 1300, 1040]) {
    await page.setViewportSize({ width, height: 900 });
    await expect
      .poll(async () => (await page.locator('main').boundingBox())?.width)
      .toBeGreaterThanOrEqual(720);
    await expect(hopscope.steps).toBeVisible();
    if (width < 1360) await expect(hopscope.editor).toBeHidden();
  }
});

test('switches below a tablet’s Map come into sight, and the page stays where it is', async ({
  hopscope,
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await hopscope.open();
  for (let n = 0; n < 5; n += 1) await hopscope.press('Step');
  await page.getByRole('button', { name: 'Break something here' }).click();
  await expect(hopscope.settings.getByRole('switch', { name: 'kube-proxy' })).toBeInViewport();
  await expect(hopscope.settings.getByRole('heading', { name: 'Settings' })).toBeInViewport();
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
});

test('the panel below a tablet’s Map folds to its tabs, and a tab opens it', async ({ hopscope, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await hopscope.open();
  await page.getByRole('button', { name: 'Fold the lower panel' }).click();
  await expect(hopscope.rules).toBeHidden();
  await page.reload();
  await hopscope.idle();
  await expect(hopscope.rules).toBeHidden();
  await page.getByRole('tab', { name: 'Steps' }).click();
  await expect(hopscope.steps).toBeVisible();
  await page.getByRole('button', { name: 'Fold the lower panel' }).click();
  await page.getByRole('button', { name: 'Open the lower panel' }).click();
  await expect(hopscope.steps).toBeVisible();
});
