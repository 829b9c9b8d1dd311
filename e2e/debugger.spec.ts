import { expect, test } from './hopscope';

test('over, into and out by keys, and back with Shift', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.intoUntil(/^\d+: FORWARD rule 2: jump/);
  await page.keyboard.press('n');
  expect(await hopscope.now()).toContain('FORWARD');
  const over = await hopscope.at();
  await page.keyboard.press('Shift+N');
  const jump = await hopscope.at();
  expect(jump).toBeLessThan(over - 1);
  await page.keyboard.press('s');
  expect(await hopscope.at()).toBe(jump + 1);
  expect(await hopscope.now()).toContain('KUBE-FORWARD');
  await page.keyboard.press('o');
  expect(await hopscope.at()).toBe(over);
  await page.keyboard.press('Shift+O');
  expect(await hopscope.at()).toBeLessThan(jump);
});

test('a breakpoint beside a rule stops what runs and what plays, and travels in the link', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  await hopscope.runTo('DNAT');
  const dnat = await hopscope.at();
  const column = hopscope.rules.getByRole('region', { name: /^KUBE-SEP-/ });
  await column.getByRole('button', { name: 'Breakpoint at rule 2' }).click();
  await page.getByRole('button', { name: 'First step', exact: true }).click();
  await page.keyboard.press('c');
  expect(await hopscope.at()).toBe(dnat);
  await expect(page.getByText(/^Stopped: KUBE-SEP-.*, rule 2$/)).toBeVisible();
  await hopscope.idle();
  await page.keyboard.press('Home');
  await hopscope.idle();
  await expect.poll(() => page.url()).toContain('#s1=');
  await page.waitForTimeout(800);
  const link = page.url();

  await page.goto('about:blank');
  await page.goto(link);
  await hopscope.slider.waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await hopscope.press('Play');
  await expect.poll(() => hopscope.at(), { timeout: 30_000 }).toBe(dnat);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('breakpoints in the menu: a change, a chain, off and away', async ({ hopscope, page }) => {
  await hopscope.open();
  const flag = page.getByRole('button', { name: /^Breakpoints/ });
  const menu = page.getByRole('dialog', { name: 'Breakpoints' });
  await flag.click();
  await menu.getByLabel('the destination changes').check();
  await menu.getByRole('button', { name: /^Run to the next/ }).click();
  await expect(page.getByText('Stopped: the destination changes', { exact: true })).toBeVisible();
  await menu.getByLabel('the destination changes').uncheck();
  await menu.getByRole('combobox', { name: 'Chain to stop in' }).fill('kube-nowhere');
  await menu.getByRole('button', { name: 'Add' }).click();
  await expect(menu.getByRole('alert')).toHaveText('No node has a chain of this name.');
  await menu.getByRole('combobox', { name: 'Chain to stop in' }).fill('kube-postrouting');
  await menu.getByRole('button', { name: 'Add' }).click();
  await menu.getByRole('button', { name: /^Run to the next/ }).click();
  expect(await hopscope.now()).toContain('KUBE-POSTROUTING');
  await menu.getByLabel('Stop here: entering KUBE-POSTROUTING').uncheck();
  await menu.getByRole('button', { name: /^Run to the next/ }).click();
  expect(await hopscope.at()).toBe(await hopscope.end());
  await menu.getByRole('button', { name: 'Remove: entering KUBE-POSTROUTING' }).click();
  await expect(flag).toHaveAccessibleName('Breakpoints');
});

test('a search goes to a step, to a rule, and to a Pod', async ({ hopscope, page }) => {
  await hopscope.open();
  const field = page.getByRole('combobox', { name: 'Search everything' });
  const results = page.getByRole('listbox', { name: 'Results' });
  await page.keyboard.press('/');
  await field.fill('14');
  await expect(results.getByRole('option').first()).toBeVisible();
  await results
    .getByRole('group', { name: /^Steps/ })
    .getByRole('option')
    .first()
    .click();
  expect(await hopscope.at()).toBe(14);

  await page.keyboard.press('/');
  await field.fill('kube-mark-masq mark');
  await results
    .getByRole('option', { name: /^KUBE-MARK-MASQ 1/ })
    .first()
    .click();
  await expect(hopscope.rules.getByRole('region', { name: 'KUBE-MARK-MASQ' })).toBeVisible();

  await page.keyboard.press('/');
  await field.fill('10.244.1.4:80');
  await expect(results.getByRole('option', { name: /pxp6x/ }).first()).toBeVisible();
  await field.fill('10.244.1.1');
  await results.getByRole('option', { name: /cni0 of ycwang-ubuntu-worker/ }).click();
  await expect(hopscope.label('10.244.1.1')).toBeVisible();

  await page.keyboard.press('/');
  await field.fill('10.244.1.4 pod');
  await expect(results.getByRole('option', { name: /pxp6x/ })).toBeVisible();
  await field.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Search' })).toHaveCount(0);
  await hopscope.idle();
  await expect(hopscope.label('pxp6x')).toBeInViewport();
});
