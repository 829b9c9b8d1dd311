import { expect, test } from './hopscope';

test('hints: shown once, go on by themselves, sent away for good, called again', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  const hints = page.getByRole('region', { name: 'Hints' });
  await expect(hints).toContainText('1 of 5');
  await hopscope.press('Step');
  await expect(hints).toContainText('2 of 5');
  await hints.getByRole('button', { name: 'Next hint' }).click();
  await expect(hints).toContainText('3 of 5');
  await expect(page.locator('[data-hinted]')).toHaveCount(1);
  await hints.getByRole('button', { name: 'Next hint' }).press('Escape');
  await expect(hints).toBeHidden();
  await expect(page.locator('[data-hinted]')).toHaveCount(0);
  await page.waitForTimeout(700);
  await page.reload();
  await hopscope.idle();
  await expect(hints).toBeHidden();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Show the hints again' }).click();
  await expect(hints).toContainText('1 of 5');
});

test('hints: none where a link or an embed has something to show', async ({ hopscope, page }) => {
  await hopscope.open('#sample=hairpin');
  await expect(hopscope.banner).toContainText('web');
  await expect(page.getByRole('region', { name: 'Hints' })).toHaveCount(0);
  await hopscope.open('?embed');
  await expect(page.getByRole('region', { name: 'Hints' })).toHaveCount(0);
});
