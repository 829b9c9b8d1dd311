import { expect, test } from './hopscope';

for (const [device, width, height] of [
  ['desktop', 1440, 900],
  ['phone', 390, 844],
] as const) {
  test(`traffic: many connections, from the send form on a ${device}`, async ({ hopscope, page }) => {
    await page.setViewportSize({ width, height });
    await hopscope.open();
    await page.getByRole('button', { name: /^Send: from/ }).click();
    await page.getByRole('button', { name: 'Send many', exact: true }).click();
    const traffic = page.getByRole('region', { name: 'Many connections' });
    const said = traffic.getByRole('status').first();
    await traffic.getByRole('button', { name: 'Zero', exact: true }).click();
    await traffic.getByRole('button', { name: 'Send 100', exact: true }).click();
    await expect(said).toContainText('100 connections sent: 100 answered.');

    const ends = traffic.getByRole('region', { name: 'Where they end' });
    const got = await ends.getByText(/^expected .+, got /).allTextContents();
    expect(got).toHaveLength(2);
    const counts = got.map((said) => Number(/\((\d+)\)$/.exec(said)?.[1]));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(100);

    // The chain of the Service, as iptables prints it: what its rules have counted is where the connections went.
    const listing = traffic.getByRole('region', { name: /^iptables -t nat -vnL KUBE-SVC-/ });
    const lines = ((await listing.textContent()) ?? '')
      .split('\n')
      .filter((line) => line.includes('KUBE-SEP-'));
    const packets = lines.map((line) => Number(line.trim().split(/\s+/)[0]));
    expect(packets).toHaveLength(2);
    expect(packets.reduce((a, b) => a + b, 0)).toBe(100);

    await traffic.getByRole('button', { name: 'Send 10,000' }).click();
    await traffic.getByRole('button', { name: 'Stop' }).click();
    await expect(traffic.getByRole('button', { name: 'Stop' })).toHaveCount(0);
    const sent = await said.textContent();
    const stopped = Number((/^([\d,]+) connections sent/.exec(sent ?? '')?.[1] ?? '').replace(',', ''));
    expect(stopped).toBeGreaterThanOrEqual(100);
    expect(stopped).toBeLessThan(10_100);

    await traffic.getByRole('button', { name: 'Start over' }).click();
    await expect(traffic).toContainText('None sent yet.');
  });
}
