import { encodeShared } from '../src/state/link/url';
import { expect, test } from './hopscope';

test('the link opened elsewhere shows the same step', async ({ hopscope, page, browser, baseURL }) => {
  await hopscope.open();
  await hopscope.slider.focus();
  for (let n = 0; n < 20; n += 1) await page.keyboard.press('ArrowRight');
  const [at, words] = [await hopscope.at(), await hopscope.now()];
  await expect.poll(() => new URL(page.url()).hash.length).toBeGreaterThan(40);
  await page.waitForTimeout(700);
  const elsewhere = await browser.newContext({
    baseURL: baseURL ?? '',
    viewport: { width: 1440, height: 900 },
  });
  const other = await elsewhere.newPage();
  await other.goto(page.url());
  const slider = other.getByRole('slider', { name: 'Position in the exchange' });
  await expect(slider).toHaveAttribute('aria-valuenow', String(at));
  await expect(slider).toHaveAttribute('aria-valuetext', words);
  await elsewhere.close();
});

test('a broken link gives a message and an intact page', async ({ hopscope, page }) => {
  await hopscope.open('#s1=broken!!!');
  await expect(page.getByText('This link is damaged', { exact: false })).toBeVisible();
  await expect(hopscope.label('ycwang-ubuntu')).toBeVisible();
  await hopscope.press('Step');
  expect(await hopscope.at()).toBe(2);
});

test('embed shows map and stepper alone, themed, with a way to the whole', async ({ hopscope, page }) => {
  await page.setViewportSize({ width: 800, height: 450 });
  await hopscope.open('?embed&theme=dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('link', { name: 'Open in Hopscope' })).toBeVisible();
  await expect(hopscope.editor).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Send: from/ })).toHaveCount(0);
  await hopscope.press('Step');
  expect(await hopscope.at()).toBe(2);
});

test('the phone has map, rules, steps and YAML behind tabs', async ({ hopscope, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await hopscope.open();
  for (const name of ['Rules', 'Steps', 'YAML', 'Map']) {
    await page.getByRole('tab', { name }).click();
    await expect(page.getByRole('tabpanel', { name }).first()).toBeVisible();
  }
  await hopscope.press('Step');
  expect(await hopscope.at()).toBe(2);
});

test('the link shows a session that was kept through an edit, and sends its traffic again', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  await page.getByRole('button', { name: /^Send: from/ }).click();
  await page.getByRole('checkbox', { name: 'Keep it through edits' }).check();
  await page.keyboard.press('Escape');
  await hopscope.editLine('replicas: 2', 'replicas: 1');
  await expect(hopscope.label(/pxp6x/)).toHaveCount(0);
  await page.getByRole('button', { name: /^Send: from/ }).click();
  await page.getByRole('button', { name: 'Send many', exact: true }).click();
  const traffic = page.getByRole('region', { name: 'Many connections' });
  await traffic.getByRole('button', { name: 'Send 100', exact: true }).click();
  const said = traffic.getByRole('status').first();
  await expect(said).toContainText('100 connections sent');
  const ends = traffic.getByRole('region', { name: 'Where they end' });
  const [words, bars] = [await hopscope.banner.textContent(), await ends.textContent()];
  await page.waitForTimeout(700);
  const link = page.url();

  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(link);
  await hopscope.idle();
  await expect(hopscope.banner).toHaveText(words ?? '');
  await page.getByRole('tab', { name: 'Traffic' }).click();
  await expect(said).toContainText('100 connections sent');
  await expect(ends).toHaveText(bars ?? '');
  await page.getByRole('button', { name: /^Send: from/ }).click();
  await expect(page.getByRole('checkbox', { name: 'Keep it through edits' })).toBeChecked();
});

test('where the browser refuses to copy, the link is shown to be copied by hand', async ({
  hopscope,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
  });
  await hopscope.open();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = page.getByRole('dialog', { name: 'Share' }).getByRole('textbox', { name: 'Share' });
  await expect(link).toHaveValue(page.url());
  await expect(link).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(link).toHaveCount(0);
});

test('what is too long for a link says so, and what to do instead', async ({ page }) => {
  const noise = Array.from({ length: 12_000 }, (_, n) => `# ${((n * 2_654_435_761) % 2 ** 32).toString(36)}`);
  const shared = {
    text: noise.join('\n'),
    sample: undefined,
    session: [],
    cursor: 0,
    grain: 'rule',
  } as const;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`#${encodeShared(shared)}`);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText('too long for a link. Give others the manifests')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('too long for a link')).toHaveCount(0);
});
