import { outcomeText } from '../src/i18n';
import { fixText } from '../src/i18n/fixText';
import { ENDINGS, type Ending, linkTo, openedAt } from '../src/state/testing/endings';
import { shortPods } from '../src/ui/names/podName';
import { expect, type Hopscope, test } from './hopscope';

/**
 * Every way in which a packet can end, shown in the page: what became of it, what the calling program sees, why, and
 * what to do. A good end needs no reason; who saw which source stands in its title.
 */
async function shows({ banner, page }: Hopscope, ending: Ending): Promise<void> {
  const { exchange } = openedAt(ending);
  if (!exchange) throw new Error('nothing was sent');
  const { detail, tone } = outcomeText(exchange);
  const fix = fixText(exchange);
  await expect(banner).toContainText(shortPods(ending.headline));
  await expect(banner).toContainText(ending.client);
  await expect(banner.locator('.banner-head')).toHaveAttribute('title', `${ending.headline}. ${detail}`);
  if (tone === 'ok') {
    await expect(banner.getByRole('button', { name: 'Why' })).toHaveCount(0);
    if (ending.source) expect(detail).toContain(`sees ${ending.source}:`);
    return;
  }
  await banner.getByRole('button', { name: 'Why' }).click();
  await expect(banner).toContainText(shortPods(detail));
  if (fix) await expect(banner).toContainText(`What to do: ${fix}`);
  await page.keyboard.press('Escape');
}

// The Map is not looked at here: the rest need not wait for it.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Many to a page, which takes each link as if it had been put into the address bar. */
const PER_PAGE = 12;
for (let from = 0; from < ENDINGS.length; from += PER_PAGE) {
  const some = ENDINGS.slice(from, from + PER_PAGE);
  test(`outcomes: ${some.map(({ name }) => name).join('; ')}`, async ({ hopscope, page }) => {
    test.setTimeout(20_000 * some.length);
    await hopscope.open();
    for (const ending of some) {
      await page.goto(`#${linkTo(ending)}`);
      await test.step(ending.name, () => shows(hopscope, ending));
    }
  });
}

test('outcomes: a name that DNS does not know sends nothing, and says which is near', async ({
  hopscope,
  page,
}) => {
  await hopscope.open();
  await page.getByRole('button', { name: /^Send: from/ }).click();
  const to = page.getByRole('combobox', { name: 'To', exact: true });
  for (const [name, problem] of [
    ['ngnix-svc:8080', 'nginx-svc'],
    ['nginx-svc.shop:8080', 'default/nginx-svc'],
    ['nginx-svc:80', '8080'],
    ['www.example.org:80', 'www.example.org'],
  ] as const) {
    await to.fill(name);
    await to.press('Tab');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText(problem);
  }
});
