import { expect, test } from './hopscope';

test('presentation: a remote control steps, the film fills, Escape leaves', async ({ hopscope, page }) => {
  await hopscope.open();
  await page.keyboard.press('p');
  const film = page.getByRole('region', { name: 'The header, state by state' });
  await expect(film).toBeVisible();
  await expect(hopscope.editor).toBeHidden();
  await expect(hopscope.steps).toBeHidden();
  await expect(page).toHaveURL(/\?present=map/);
  await expect(film.getByRole('button', { name: /After PREROUTING/ })).not.toContainText('10.244');
  for (let n = 0; n < 20; n += 1) await page.keyboard.press('PageDown');
  await hopscope.idle();
  expect(await hopscope.at()).toBe(21);
  await expect(film.getByRole('button', { name: /After PREROUTING/ })).toContainText(/dst10\.244\.\d\.\d:80/);
  await expect(film.getByRole('button', { name: /After PREROUTING/ })).toContainText('DNAT by KUBE-SEP');
  await page.keyboard.press('PageUp');
  expect(await hopscope.at()).toBe(20);

  await page.keyboard.press('b');
  await expect(page.getByText('The screen is blank')).toBeAttached();
  await page.keyboard.press('PageDown');
  await expect(page.getByText('The screen is blank')).not.toBeAttached();
  expect(await hopscope.at()).toBe(20);

  await film.getByRole('button', { name: /Sent by client/ }).click();
  await hopscope.idle();
  expect(await hopscope.at()).toBe(1);
  await page.keyboard.press('Escape');
  await expect(film).toBeHidden();
  await expect(hopscope.editor).toBeVisible();
  await expect(page).not.toHaveURL(/present/);
});

test('a link leads into the presentation of the rules, and a button out of it', async ({
  hopscope,
  page,
}) => {
  await page.goto('?present=rules');
  await hopscope.slider.waitFor();
  await expect(hopscope.rules).toBeVisible();
  await expect(hopscope.map).toBeHidden();
  await page.keyboard.press('PageDown');
  expect(await hopscope.at()).toBe(2);
  await page.locator('label', { hasText: /^Map$/ }).click();
  await expect(page).toHaveURL(/present=map/);
  await hopscope.idle();
  await page.getByRole('button', { name: 'Leave presentation' }).click();
  await expect(hopscope.steps).toBeVisible();
});
