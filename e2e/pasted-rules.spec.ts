import { expect, test } from './hopscope';

const RULES = `*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -m multiport --dports 443,9000:9100 -j LOG --log-prefix "seen: "
-A PREROUTING -p tcp -m time --timestart 10:00 -j DROP
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 10.104.112.175/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.244.1.4:80
-A PREROUTING -s 10.0.0.300 -j ACCEPT
COMMIT
`;

test('pasted rules: a node has those of a real one, and goes on as is chosen', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.openSettings();
  await hopscope.settings.getByLabel('iptables-save', { exact: true }).fill(RULES);
  await expect(hopscope.settings).toContainText('4 rules in 2 chains read.');
  await expect(hopscope.settings).toContainText('Line 9, column 15');
  await hopscope.settings.getByRole('button', { name: 'Use them on ycwang-ubuntu' }).click();
  await expect(hopscope.banner).toContainText('Not evaluated');
  await hopscope.banner.getByRole('button', { name: /^Not evaluated/ }).click();
  await expect(hopscope.rules).toContainText('port is 8080');
  await expect(hopscope.rules).toContainText('not evaluated');

  // The question is asked wherever the rule is shown, and can be asked again.
  await expect(hopscope.steps.getByRole('button', { name: 'As if it did not' })).toBeVisible();
  await hopscope.press('Step back');
  await hopscope.rules.getByRole('button', { name: 'As if it did not' }).click();
  await expect(hopscope.rules).toContainText('chosen: no match');
  await hopscope.steps.getByRole('button', { name: 'Ask again' }).click();
  await expect(hopscope.banner).toContainText('Not evaluated');
  await hopscope.banner.getByRole('button', { name: 'As if it did not' }).click();
  await expect(hopscope.banner).toContainText('Answered by');
  await expect(hopscope.rules).toContainText('chosen: no match');
  await expect(hopscope.settings).toContainText('-m time --timestart 10:00: as if it did not match');

  await expect.poll(() => page.url()).toContain('#s1=');
  await page.reload();
  await expect(hopscope.banner).toContainText('Answered by');
  await expect(hopscope.rules).toContainText('chosen: no match');
});
