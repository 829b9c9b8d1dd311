import { readFile } from 'node:fs/promises';
import { expect, test } from './hopscope';

test('export: the Map, the trace and the rules, as files that hold what is shown', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const take = async (name: RegExp) => {
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name }).click();
    const file = await coming;
    return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
  };
  const svg = await take(/^Download .* as SVG$/);
  expect(svg.name).toBe('hopscope-client-to-10.104.112.175-8080-step-1.svg');
  expect(svg.content.toString()).toContain('ycwang-ubuntu-worker');
  const png = await take(/^Download .* as PNG$/);
  expect(png.content.subarray(1, 4).toString()).toBe('PNG');
  const json = await take(/^Download .* as JSON$/);
  expect(JSON.parse(json.content.toString()).outcome.code).toBe('answered');
  const markdown = await take(/^Download .* as Markdown$/);
  expect(markdown.content.toString()).toMatch(/^## client → /);
  const rules = await take(/^Download .* as iptables-save$/);
  expect(rules.name).toBe('iptables-save-ycwang-ubuntu.txt');
  expect(rules.content.toString()).toContain('-A KUBE-SERVICES ');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
