import { expect, type Hopscope, test } from './hopscope';

/** The names of the article's Pods, as the Map writes them. */
const pods = (hopscope: Hopscope) => hopscope.map.locator('text').filter({ hasText: /^nginx-/ });

test('an edit changes picture and rules: three replicas', async ({ hopscope, page }) => {
  await hopscope.open();
  const before = await pods(hopscope).count();
  await hopscope.editLine('replicas: 2', 'replicas: 3');
  await expect(pods(hopscope)).toHaveCount(before + 1);
  await page
    .getByRole('combobox', { name: 'Node whose rules are shown' })
    .selectOption({ label: 'ycwang-ubuntu' });
  await page.getByRole('searchbox', { name: 'Search rules' }).fill('statistic');
  await hopscope.rules.getByText('--probability 0.33').first().click();
  await expect(hopscope.rules).toContainText('0.33333333349');
});

test('a YAML error stands at its place, the last good picture stays, and mending it recovers', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  const good = await hopscope.picture();
  await hopscope.editLine('replicas: 2', 'replicas: [2');
  await expect(page.getByText(/cannot be read/)).toBeVisible();
  await expect(page.getByText(/line \d+, column \d+/).first()).toBeVisible();
  expect(await hopscope.picture()).toBe(good);
  await hopscope.editLine('replicas: [2', 'replicas: 2');
  await expect(page.getByText(/cannot be read/)).toBeHidden();
  expect(await hopscope.picture()).toBe(good);
});

test('what was typed survives a reload, and a sample can be reset', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.editLine('replicas: 2', 'replicas: 4');
  await expect(pods(hopscope)).toHaveCount(4);
  await page.waitForTimeout(700);
  await page.goto('about:blank');
  await hopscope.open();
  await expect(page.locator('.cm-line', { hasText: 'replicas: 4' })).toBeVisible();
  await page.getByRole('button', { name: /^Cluster:/ }).click();
  await page.getByRole('menuitem', { name: /Reset the sample/ }).click();
  await expect(page.locator('.cm-line', { hasText: 'replicas: 2' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.cm-line', { hasText: 'replicas: 4' })).toBeVisible();
});
