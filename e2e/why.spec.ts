import { expect, type Hopscope, test } from './hopscope';

const line = (hopscope: Hopscope, text: string) =>
  hopscope.page.locator('.cm-line', { hasText: text }).first();
const marked = (hopscope: Hopscope) => hopscope.page.locator('.hs-marked');
const rule = (hopscope: Hopscope, text: string | RegExp) =>
  hopscope.rules.locator('.rule').filter({ hasText: text }).first();

async function browse(hopscope: Hopscope, node: string, search: string): Promise<void> {
  await hopscope.page
    .getByRole('combobox', { name: 'Node whose rules are shown' })
    .selectOption({ label: node });
  await hopscope.page.getByRole('searchbox', { name: 'Search rules' }).fill(search);
}

test('why: externalTrafficPolicy Local changes the rules, each says why, and leads to its line', async ({
  hopscope,
}) => {
  await hopscope.open();
  await hopscope.chooseSample(/NodePort/);
  await browse(hopscope, 'ycwang-ubuntu-worker', 'KUBE-EXT');
  await expect(hopscope.rules.getByText('KUBE-MARK-MASQ').first()).toBeVisible();

  await hopscope.editLine('  type: NodePort', 'type: NodePort');
  await hopscope.page.keyboard.press('Enter');
  await hopscope.page.keyboard.insertText('externalTrafficPolicy: Local');
  const chosen = rule(hopscope, /KUBE-SVL-/);
  await chosen.click();
  await expect(hopscope.rules).toContainText('externalTrafficPolicy Local');
  await expect(hopscope.rules).toContainText('with its source address kept');
  await expect(marked(hopscope)).toHaveText(/externalTrafficPolicy: Local/);

  const place = hopscope.rules.getByRole('button', {
    name: /^line \d+: spec\.externalTrafficPolicy: Local$/,
  });
  await hopscope.page.getByRole('button', { name: 'Fold the manifests' }).click();
  await expect(line(hopscope, 'externalTrafficPolicy')).toBeHidden();
  await place.click();
  await expect(marked(hopscope)).toHaveText(/externalTrafficPolicy: Local/);
  await expect(marked(hopscope)).toBeInViewport();
  await expect(place).toBeFocused();
});

test('why: a line leads to the rules that it causes, on every node', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.chooseSample(/NodePort/);
  await line(hopscope, 'nodePort: 30000').click();
  await page.keyboard.press('End');
  expect(await page.locator('.cm-scroller').evaluate((scroller) => scroller.scrollLeft)).toBe(0);
  await page.getByText(/^Line \d+ causes 6 rules on 2 nodes$/).click();
  const causes = page.locator('.causes-node', { hasText: 'ycwang-ubuntu-worker' });
  await causes.getByRole('button', { name: /KUBE-NODEPORTS/ }).click();
  await expect(page.getByRole('combobox', { name: 'Node whose rules are shown' })).toHaveValue(
    'node/ycwang-ubuntu-worker',
  );
  await expect(hopscope.rules.locator('.rule[aria-pressed="true"]')).toContainText('--dport 30000');
  await expect(hopscope.rules).toContainText('Port 30000 is open on every node');
  await expect(marked(hopscope)).toHaveText(/nodePort: 30000/);
});

test('why: what no line causes says so', async ({ hopscope }) => {
  await hopscope.open();
  await browse(hopscope, 'ycwang-ubuntu', '--set-xmark');
  await rule(hopscope, /MARK/).click();
  await expect(hopscope.rules).toContainText('kube-proxy’s setting masqueradeBit is 14');
  await expect(marked(hopscope)).toHaveCount(0);
});

test('why: rules, chains and the trace can be copied', async ({ hopscope, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await hopscope.open();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await browse(hopscope, 'ycwang-ubuntu', '--to-destination');
  await hopscope.rules.locator('.rule').first().click();
  await page.getByRole('button', { name: 'Copy rule' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1);
  expect(await copied()).toMatch(/^-A KUBE-SEP-\w+ -p tcp .* -j DNAT --to-destination [\d.]+:80$/);
  await page.getByRole('button', { name: 'Copy chain' }).click();
  await expect.poll(async () => (await copied()).split('\n').length).toBe(2);
  await page.getByRole('button', { name: 'Copy all steps as text' }).click();
  await expect.poll(copied).toMatch(/^## client → 10\.104\.112\.175:8080, TCP\n/);
});

test('why: a copy that the browser refuses stands there to be copied by hand', async ({ hopscope, page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await hopscope.open();
  await page.getByRole('button', { name: 'Copy all steps as text' }).click();
  const text = page.getByRole('textbox', { name: 'Copy all steps as text' });
  await expect(text).toBeFocused();
  await expect(text).toHaveValue(/^## client → /);
  const selected = await text.evaluate(
    (field: HTMLTextAreaElement) => field.selectionEnd - field.selectionStart,
  );
  expect(selected).toBe((await text.inputValue()).length);
  await page.keyboard.press('Escape');
  await expect(text).toBeHidden();
});
