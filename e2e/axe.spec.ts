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

test('axe: an embed', async ({ hopscope, page }) => {
  await hopscope.open('?embed');
  await clean(page, 'embed');
});
