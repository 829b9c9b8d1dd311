import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, type Hopscope, test } from './hopscope';

/** WCAG 2.2 A and AA, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds within a part of the page, with the places: empty when all is well. */
async function findings(builder: AxeBuilder, part: string): Promise<readonly string[]> {
  const { violations } = await builder.include(part).setLegacyMode().analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')}\n${failureSummary}`),
  );
}

/** All rules; then, in the other theme, those about contrast. */
async function clean(page: Page, screen: string, part = 'html'): Promise<void> {
  const all = await findings(new AxeBuilder({ page }).withTags(TAGS), part);
  expect.soft(all, `${screen}, light`).toEqual([]);
  const theme = (to: 'light' | 'dark') =>
    page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), to);
  await theme('dark');
  const dark = await findings(new AxeBuilder({ page }).withRules(['color-contrast']), part);
  expect.soft(dark, `${screen}, dark`).toEqual([]);
  await theme('light');
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog[open]')).toHaveCount(0);
}

async function toTheDnat(hopscope: Hopscope): Promise<void> {
  await hopscope.slider.focus();
  for (let n = 0; n < 13; n += 1) await hopscope.page.keyboard.press('ArrowRight');
  await hopscope.idle();
}

test.use({ colorScheme: 'light', reducedMotion: 'reduce' });
// One scan of the whole page is seconds of work.
test.describe.configure({ timeout: 300_000 });

test('axe: the workbench, from the first visit to the last step', async ({ hopscope, page }) => {
  await hopscope.open();
  await clean(page, 'first visit');
  await toTheDnat(hopscope);
  for (const section of [/^Header fields/, /^On the machine/])
    await page.getByRole('button', { name: section }).click();
  for (const command of ['conntrack -L', 'ip addr', 'bridge fdb', 'ip route']) {
    await page.getByRole('combobox', { name: 'Command' }).selectOption(command);
    await clean(page, `on the machine: ${command}`, '.packet-panel');
  }
  await clean(page, 'at the DNAT');
  await page
    .getByRole('combobox', { name: 'Node whose rules are shown' })
    .selectOption({ label: 'ycwang-ubuntu' });
  await clean(page, 'the rules of a node', '.rules');
  await hopscope.openSettings();
  await clean(page, 'settings');
});

test('axe: what opens over the workbench', async ({ hopscope, page }) => {
  await hopscope.open('#sample=no-endpoints');
  await hopscope.press('Last step');
  await clean(page, 'refused');
  await page.getByRole('button', { name: /^Cluster:/ }).click();
  await clean(page, 'cluster menu', '.menu-popup');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Send: from/ }).click();
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await clean(page, 'send, suggestions open', 'body');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export' }).click();
  await clean(page, 'export', 'dialog[open]');
  await close(page);
  await page.getByRole('button', { name: 'Help and keys' }).click();
  await clean(page, 'help', 'dialog[open]');
  await close(page);
  await page.getByRole('button', { name: /^Cluster:/ }).click();
  await page.getByRole('menuitem', { name: /^Samples/ }).click();
  await expect(page.locator('.gallery-card svg').last()).toBeVisible();
  await clean(page, 'gallery', 'dialog[open]');
});

test('axe: changes, and a text that cannot be read', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.editLine('replicas: 2', 'replicas: 3');
  await hopscope.changesTab.click();
  await clean(page, 'changes', '.column-inspector');
  await hopscope.editLine('replicas: 3', 'replicas: [3');
  await page.getByText(/cannot be read/).waitFor();
  await clean(page, 'broken text');
});

for (const [name, width, height, tabs] of [
  ['tablet', 1024, 768, ['Rules', 'Steps', 'Packet', 'YAML']],
  ['phone', 390, 844, ['Map', 'Rules', 'Steps', 'YAML']],
] as const) {
  test(`axe: the tabs of a ${name}`, async ({ hopscope, page }) => {
    await page.setViewportSize({ width, height });
    await hopscope.open('#sample=article-nodeport');
    for (const tab of tabs) {
      await page.getByRole('tab', { name: tab }).first().click();
      await clean(page, `${name}, ${tab}`);
    }
  });
}

test('axe: presentation, search, many connections', async ({ hopscope, page }) => {
  await hopscope.open('#sample=article-nodeport');
  await toTheDnat(hopscope);
  await page.keyboard.press('/');
  await clean(page, 'search, empty', 'dialog[open]');
  await page.getByRole('combobox', { name: 'Search everything' }).fill('nginx');
  await expect(page.locator('dialog[open]').getByRole('option').first()).toBeVisible();
  await clean(page, 'search, found', 'dialog[open]');
  await close(page);
  await page.getByRole('button', { name: /^Send: from/ }).click();
  await page.getByRole('button', { name: 'Send many', exact: true }).click();
  await clean(page, 'many connections, none sent', '.traffic');
  await page.getByRole('button', { name: 'Send 100', exact: true }).click();
  await expect(page.locator('.traffic')).toContainText('100 connections sent');
  await clean(page, 'many connections', '.traffic');
  await page.getByRole('button', { name: 'Presentation' }).click();
  await expect(page.locator('.film')).toBeVisible();
  await hopscope.idle();
  await clean(page, 'presentation, Map');
  await page.getByRole('radio', { name: 'Rules' }).check({ force: true });
  await expect(hopscope.map).toHaveCount(0);
  await clean(page, 'presentation, Rules');
});

test('axe: the rules of a real node, and conntrack entries to delete', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.openSettings();
  const rules = hopscope.settings.getByLabel('iptables-save', { exact: true });
  await rules.fill('*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -s 10.0.0.300 -j ACCEPT\nCOMMIT\n');
  await expect(hopscope.settings).toContainText('Line 3');
  await clean(page, 'pasted rules', '.settings');
  await hopscope.press('Last step');
  await page.getByRole('button', { name: /^On the machine/ }).click();
  await page.getByRole('combobox', { name: 'Machine' }).selectOption({ label: 'ycwang-ubuntu' });
  await page.getByRole('combobox', { name: 'Command' }).selectOption('conntrack -L');
  await expect(page.locator('.table-delete').first()).toBeVisible();
  await clean(page, 'conntrack, entries to delete', '.packet-panel');
});

test('axe: what opens over a phone', async ({ hopscope, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await hopscope.open();
  await clean(page, 'phone, first visit');
  await page.locator('.step-sheet-text').click();
  await clean(page, 'phone, the step in full', '.sheet');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await clean(page, 'phone, more', '.menu-popup');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Breakpoints/ }).click();
  await clean(page, 'phone, breakpoints', '.breakpoints');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Steps' }).first().click();
  await page.getByRole('tab', { name: 'Packet' }).click();
  await clean(page, 'phone, packet');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Presentation' }).click();
  await expect(page.locator('.film')).toBeVisible();
  await clean(page, 'phone, presentation');
});

test('axe: an embed', async ({ hopscope, page }) => {
  await hopscope.open('?embed');
  await clean(page, 'embed');
});
