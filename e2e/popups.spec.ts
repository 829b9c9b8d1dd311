import { expect, test } from './hopscope';

test('a menu by keyboard: arrows, letters, Escape gives the focus back', async ({ hopscope, page }) => {
  await hopscope.open();
  const button = page.getByRole('button', { name: /^Cluster:/ });
  await button.focus();
  await page.keyboard.press('Enter');
  const first = page.getByRole('menuitem', { name: /^Samples/ });
  const second = page.getByRole('menuitem', { name: /^Reset the sample/ });
  await expect(first).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(second).toBeFocused();
  await page.keyboard.press('s');
  await expect(first).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Samples' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Samples' })).toBeHidden();
  await expect(button).toBeFocused();
});

test('the send form: suggestions by keyboard, Escape closes one thing at a time', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  const button = page.getByRole('button', { name: /^Send: from/ });
  const form = page.getByRole('dialog', { name: 'Send a packet' });
  await button.click();
  const to = page.getByRole('combobox', { name: 'To', exact: true });
  await to.fill('pxp6x');
  const option = page.getByRole('option', { name: /pxp6x/ });
  await expect(option).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await expect(to).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? '');
  await page.keyboard.press('Escape');
  await expect(option).toBeHidden();
  await expect(form).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(to).toHaveValue('10.244.1.4:80');
  await expect(option).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await expect(button).toBeFocused();
});

test('a press elsewhere closes, a second press on the button as well', async ({ hopscope, page }) => {
  await hopscope.open();
  const button = page.getByRole('button', { name: /^Send: from/ });
  const form = page.getByRole('dialog', { name: 'Send a packet' });
  await button.click();
  await expect(form).toBeVisible();
  await button.click();
  await expect(form).toBeHidden();
  await button.click();
  await page.mouse.click(1200, 500);
  await expect(form).toBeHidden();
  await page.getByRole('button', { name: 'Help and keys' }).click();
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toBeVisible();
  await page.mouse.click(5, 500);
  await expect(help).toBeHidden();
});
