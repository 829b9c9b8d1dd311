import { expect, test } from './hopscope';

const RULES = `*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 10.104.112.175/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.244.1.4:80
COMMIT
`;

/** Nothing but what the network denied may have gone wrong. */
function onlyTheNetwork(complaints: string[]): void {
  expect(complaints.filter((said) => !/^failed: |Failed to load resource/.test(said))).toEqual([]);
  complaints.length = 0;
}

test('a part that cannot be fetched is named, and comes with Retry once the network is back', async ({
  hopscope,
  page,
  complaints,
}) => {
  await hopscope.open();
  await page.route('**/assets/search-*.js', (route) => route.abort());
  await page.keyboard.press('/');
  const notice = page.getByRole('status').filter({ hasText: '“Search” could not be fetched' });
  await expect(notice).toBeVisible();
  await expect(hopscope.banner).toContainText('Answered by');

  await page.route('**/some/where/', (route) => route.abort());
  await notice.getByRole('button', { name: 'Retry' }).click();
  await expect(notice).toContainText('still out of reach');
  await page.unrouteAll();
  await notice.getByRole('button', { name: 'Retry' }).click();
  await expect(notice).toHaveCount(0);
  await hopscope.idle();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeVisible();
  onlyTheNetwork(complaints);
});

test('pasted rules that cannot be read are never replaced in silence', async ({
  hopscope,
  page,
  complaints,
}) => {
  await hopscope.open();
  await hopscope.openSettings();
  await hopscope.settings.getByLabel('iptables-save', { exact: true }).fill(RULES);
  await hopscope.settings.getByRole('button', { name: 'Use them on ycwang-ubuntu' }).click();
  await expect(hopscope.rules).not.toContainText('KUBE-SERVICES');
  await expect.poll(() => page.url()).toContain('#s1=');

  await page.route('**/assets/reader-*.js', (route) => route.abort());
  await page.reload();
  await hopscope.idle();
  const notice = page.getByRole('status').filter({ hasText: 'pasted for ycwang-ubuntu are not in use' });
  await expect(notice).toBeVisible();

  await page.unrouteAll();
  await notice.getByRole('button', { name: 'Retry' }).click();
  await expect(notice).toHaveCount(0);
  await hopscope.idle();
  await expect(hopscope.rules).not.toContainText('KUBE-SERVICES');
  await hopscope.openSettings();
  await expect(hopscope.settings.getByLabel('iptables-save', { exact: true })).toHaveValue(RULES);
  onlyTheNetwork(complaints);
});
