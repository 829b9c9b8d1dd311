import { expect, test } from './hopscope';

test('opens on the article, with a packet ready to go', async ({ hopscope, page }) => {
  await hopscope.open();
  for (const words of [
    'ycwang-ubuntu',
    'ycwang-ubuntu-worker',
    '192.168.111.128',
    '192.168.111.129',
    '10.244.0.5',
  ])
    await expect(hopscope.label(words)).toBeVisible();
  await expect(hopscope.label('10.104.112.175:8080')).toBeVisible();
  expect(await hopscope.at()).toBe(1);
  await expect(hopscope.editor).toBeVisible();
  await expect(page).toHaveTitle(/Hopscope/);
});

test('plays to the end, where the answer has come back', async ({ hopscope, page }) => {
  await hopscope.open();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' });
  await hopscope.press('Play');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect.poll(() => hopscope.at(), { timeout: 50_000 }).toBe(await hopscope.end());
  await hopscope.idle();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  expect(await hopscope.now()).toMatch(/client/);
  await expect(hopscope.banner).toContainText('Answered by nginx-');
});

test('a step forward and back shows the same picture, and the reply crosses back', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  await hopscope.slider.focus();
  for (let n = 0; n < 12; n += 1) await page.keyboard.press('ArrowRight');
  const here = await hopscope.picture();
  await hopscope.press('Step');
  expect(await hopscope.picture()).not.toBe(here);
  await hopscope.press('Step back');
  expect(await hopscope.picture()).toBe(here);
});

test('keys: steps, grain, ends; off in the editor', async ({ hopscope, page }) => {
  await hopscope.open();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await hopscope.at()).toBe(3);
  await page.keyboard.press('ArrowLeft');
  expect(await hopscope.at()).toBe(2);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  expect(await hopscope.at()).toBe(1);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  expect(await hopscope.at()).toBeGreaterThan(3);
  await page.keyboard.press('End');
  await hopscope.idle();
  const end = await hopscope.at();
  await hopscope.editor.click();
  await page.keyboard.press('ArrowLeft');
  expect(await hopscope.at()).toBe(end);
});

const CLUSTER_IP = '10.104.112.175:8080';
for (const [from, to, words] of [
  ['client', CLUSTER_IP, 'Answered by'],
  ['nginx-deployment-55f598f8d-pxp6x', CLUSTER_IP, 'Answered by'],
  ['ycwang-ubuntu', CLUSTER_IP, 'Answered by'],
  ['ycwang-ubuntu-worker', CLUSTER_IP, 'Answered by'],
  ['outside client', '10.244.0.2:80', 'timed out'],
] as const) {
  test(`ClusterIP stage: from ${from} to ${to}`, async ({ hopscope }) => {
    await hopscope.open();
    await hopscope.send(from, to);
    await expect(hopscope.banner).toContainText(new RegExp(words, 'i'));
  });
}

for (const from of ['client', 'nginx-deployment-55f598f8d-ls786', 'ycwang-ubuntu', 'outside client']) {
  test(`NodePort stage: from ${from} to a node`, async ({ hopscope }) => {
    await hopscope.open();
    await hopscope.chooseSample(/NodePort/);
    await hopscope.send(from, '192.168.111.128:30000');
    await expect(hopscope.banner).toContainText('Answered by nginx-');
  });
}

test('the same flow again: conntrack remembers, no nat rule is asked', async ({ hopscope, page }) => {
  await hopscope.open();
  await page.getByRole('button', { name: /^Send: from/ }).click();
  await page.getByRole('button', { name: /Send again/ }).click();
  await page.keyboard.press('Escape');
  await hopscope.idle();
  await expect(hopscope.banner).toContainText('Answered by');
  const texts: string[] = [];
  await hopscope.slider.focus();
  for (let n = await hopscope.at(); n <= (await hopscope.end()); n += 1) {
    texts.push(await hopscope.now());
    await page.keyboard.press('ArrowRight');
  }
  expect(texts.join('\n')).not.toMatch(/KUBE-SVC/);
});
