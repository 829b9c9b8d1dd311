import { ENDINGS, linkTo } from '../src/state/testing/endings';
import { expect, test } from './hopscope';

/** One for each sort of place at which a packet dies: a gate, the wire, a bridge, a Pod, the router. */
const WORDS: Readonly<Record<string, string>> = {
  'rule-reject': 'REJECT',
  'rule-drop': 'DROP',
  'policy-drop': 'DROP',
  firewall: 'lost',
  'hairpin-off': 'lost',
  'no-such-flow': 'ignored',
  'lost-upstream': 'lost',
};

for (const ending of ENDINGS) {
  const word = WORDS[ending.drop ?? ''];
  if (word === undefined) continue;
  test(`faults: ${ending.name}, opened by its link`, async ({ hopscope }) => {
    await hopscope.open(`#${linkTo(ending)}`);
    await expect(hopscope.banner).toContainText(ending.headline);
    await expect(hopscope.banner).toContainText(ending.client);
    await expect(hopscope.map.locator('path[fill="var(--drop)"][transform]')).toBeVisible();
    await expect(hopscope.label(new RegExp(`^${word}\\b`))).toBeVisible();
  });
}

test('faults: kube-proxy stopped at hand, seen on the Map and in the changes, taken back', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  for (let i = 0; i < 5; i++) await hopscope.press('Step');
  await page.getByRole('button', { name: 'Break something here' }).click();
  const node = hopscope.settings.getByRole('button', { name: /^ycwang-ubuntu\b(?!-worker)/ });
  await expect(node).toBeFocused();
  await expect(node).toHaveAttribute('aria-expanded', 'true');
  await hopscope.settings.getByRole('switch', { name: 'kube-proxy' }).click();
  await expect(hopscope.label('kube-proxy stopped')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Settings, 1 changed' })).toBeVisible();

  const ready = hopscope.settings.getByRole('button', { name: /pxp6x/ });
  await ready.click();
  await hopscope.settings.getByRole('switch', { name: 'Ready' }).click();
  await expect(hopscope.label('not ready')).toBeVisible();
  // Its node's rules have not heard of it; the other node's have.
  await expect(hopscope.banner).toContainText('Answered by nginx-deployment-…-pxp6x');
  await hopscope.changesTab.click();
  await expect(hopscope.changes).toContainText('on ycwang-ubuntu-worker');

  await page.waitForTimeout(700);
  await page.reload();
  await hopscope.idle();
  await expect(hopscope.label('kube-proxy stopped')).toBeVisible();
  await expect(hopscope.banner).toContainText('Answered by nginx-deployment-…-pxp6x');
  await hopscope.openSettings();
  await hopscope.settings.getByRole('button', { name: 'Reset all' }).click();
  await expect(hopscope.label('kube-proxy stopped')).toHaveCount(0);
});

test('faults: the outcome offers to turn the switch back that is to blame, and the cursor stays', async ({
  hopscope,
  page,
}) => {
  const ending = ENDINGS.find(({ name }) => name === 'ip_forward is 0');
  if (!ending) throw new Error('no such ending');
  await hopscope.open(`#${linkTo(ending)}`);
  const at = await hopscope.at();
  const back = hopscope.banner.getByRole('button', { name: 'Turn net.ipv4.ip_forward back on' });
  await back.press('Enter');
  await expect(hopscope.banner).toContainText('Answered by');
  await expect(back).toHaveCount(0);
  await expect(hopscope.banner.getByRole('button', { name: /^Answered/ })).toBeFocused();
  await hopscope.idle();
  expect(await hopscope.at()).toBe(at);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(back).toBeVisible();
});
