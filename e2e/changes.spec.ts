import { expect, test } from './hopscope';

test('changes: a third replica brings one chain, and two probabilities are rewritten', async ({
  hopscope,
}) => {
  await hopscope.open();
  await expect(hopscope.changesTab).toHaveCount(0);
  await hopscope.editLine('replicas: 2', 'replicas: 3');
  await hopscope.changesTab.click();
  await expect(hopscope.changes).toContainText('replicas 2 → 3');
  await expect(hopscope.changes).toContainText('1 chain and 3 rules added, 2 rewritten, on 2 nodes');
  await expect(hopscope.changedChain(/^KUBE-SEP-/)).toHaveCount(1);
  const service = hopscope.changedChain(/^KUBE-SVC-/);
  await expect(service.locator('del')).toHaveText('--probability 0.50');
  await expect(service.locator('ins')).toHaveText(['--probability 0.3333', '--probability 0.50']);
});

test('changes: tried and taken back, and where the two ways part', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.editLine('targetPort: 80', 'targetPort: 81');
  await hopscope.changesTab.click();
  await expect(hopscope.changes).toContainText('targetPort 80 → 81');
  await expect(hopscope.changes).toContainText('then they part');
  await hopscope.changes.getByRole('button', { name: /^Before/ }).click();
  await expect(page.locator('.cm-line', { hasText: 'targetPort: 80' })).toBeVisible();
  await expect(hopscope.changes).toContainText('Taken back');
  expect(await hopscope.now()).toContain('KUBE-SVC-');
  await hopscope.changes.getByRole('button', { name: 'Do again' }).click();
  await expect(page.locator('.cm-line', { hasText: 'targetPort: 81' })).toBeVisible();
  await expect(hopscope.changes.getByRole('button', { name: 'Take back' })).toBeVisible();
});

test('changes: masqueradeAll on and off again', async ({ hopscope }) => {
  await hopscope.open();
  await hopscope.openSettings();
  const masqueradeAll = hopscope.settings.getByRole('switch', { name: 'iptables.masqueradeAll' });
  await masqueradeAll.click();
  await hopscope.changesTab.click();
  await expect(hopscope.changes).toContainText('iptables.masqueradeAll false → true');
  await expect(hopscope.changes).toContainText(/rewritten, on 2 nodes/);
  await expect(hopscope.changedChain(/^KUBE-SVC-/).first()).toContainText('KUBE-MARK-MASQ');
  await expect(hopscope.settings).toContainText('1 changed');
  await masqueradeAll.click();
  await expect(hopscope.changes).toContainText('iptables.masqueradeAll true → false');
  await expect(hopscope.settings).not.toContainText('1 changed');
});

test('changes: a pasted KubeProxyConfiguration', async ({ hopscope, page }) => {
  await hopscope.open();
  await hopscope.openSettings();
  const field = hopscope.settings.getByRole('textbox', { name: 'KubeProxyConfiguration, YAML' });
  const use = hopscope.settings.getByRole('button', { name: 'Use it' });
  const head = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n';
  await field.fill(`${head}iptables:\n  masqueradeBit: 99\n`);
  await expect(hopscope.settings).toContainText('Line 4, column 18');
  await expect(use).toHaveAttribute('aria-disabled', 'true');
  await field.fill(`${head}iptables:\n  masqueradeBit: 10\n`);
  await use.click();
  await hopscope.changesTab.click();
  await expect(hopscope.changes).toContainText('iptables.masqueradeBit 14 → 10');
  await expect(hopscope.changedChain(/^KUBE-MARK-MASQ/)).toContainText('0x400');
  await page.waitForTimeout(700);
  await page.reload();
  await hopscope.openSettings();
  await expect(hopscope.settings.getByRole('textbox', { name: 'iptables.masqueradeBit' })).toHaveValue('10');
});
