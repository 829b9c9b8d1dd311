import { sampleLink } from '../scripts/sampleLink';
import { sampleById } from '../src/state/document/samples';
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

test('a Map that has no height lays nothing out, and shows what came meanwhile once it has some', async ({
  hopscope,
  page,
}) => {
  const failed: string[] = [];
  page.on('pageerror', (error) => failed.push(error.message));
  await hopscope.open(`#${sampleLink(sampleById('article-clusterip'))}`);
  const host = page.locator('.map-host');
  const shut = (height: string) =>
    host.evaluate((element, value) => {
      element.style.setProperty('flex', value === '' ? '' : 'none');
      element.style.setProperty('height', value);
    }, height);
  const drawn = () => hopscope.map.locator('.machines').innerHTML();
  const before = await drawn();
  await shut('0px');
  await expect.poll(() => hopscope.map.evaluate((svg) => svg.getBoundingClientRect().height)).toBe(0);
  await hopscope.chooseSample(/^NodePort/);
  await page.getByRole('button', { name: 'Last step', exact: true }).click();
  await expect.poll(() => hopscope.at()).toBe(await hopscope.end());
  expect(await drawn()).toBe(before);
  await shut('');
  await expect.poll(drawn).not.toBe(before);
  await hopscope.idle();
  const n = await hopscope.at();
  await expect(hopscope.map).toHaveAttribute('aria-label', new RegExp(`^Map, step ${n} of ${n}:`));
  expect(await hopscope.map.innerHTML()).not.toMatch(/NaN|Infinity/);
  expect(failed).toEqual([]);
});

test('a large cluster says over the Map how many machines stand open and how many far, and shows them all', async ({
  hopscope,
  page,
}) => {
  await hopscope.open(`#${sampleLink(sampleById('large'))}`);
  await page.getByRole('button', { name: '2 machines open, 198 far' }).click();
  await hopscope.idle();
  await expect(hopscope.map.getByText('198 other nodes, 3,958 Pods')).toBeInViewport();
  await page.getByRole('button', { name: 'Follow the packet' }).click();
  await hopscope.idle();
  await expect(page.getByRole('button', { name: 'Follow the packet' })).toHaveCount(0);
});
