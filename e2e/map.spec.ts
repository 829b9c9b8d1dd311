import { sampleLink } from '../scripts/sampleLink';
import { sampleById } from '../src/state/samples';
import { expect, test } from './hopscope';

test('the keyboard goes along the packet’s way, seeks there, opens a folded machine, and leaves', async ({
  hopscope,
  page,
}) => {
  await hopscope.open(`#${sampleLink(sampleById('no-endpoints'))}`);
  const way = page.getByRole('toolbar', { name: /way on the Map/ });
  // Tab comes to the Map once, where the packet is.
  await expect(way.locator('[tabindex="0"]')).toHaveCount(1);
  await way.locator('[tabindex="0"]').focus();
  await expect(way.getByRole('button', { name: /^FORWARD on node-1/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(way.getByRole('button', { name: /^PREROUTING on node-1/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await hopscope.idle();
  expect(await hopscope.now()).toMatch(/conntrack|PREROUTING/);
  await page.keyboard.press('End');
  await expect(way.getByRole('button', { name: /node-2.*open it/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await hopscope.idle();
  await expect(way.getByRole('button', { name: /node-2.*close it/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(way.locator(':focus')).toHaveCount(0);
});
