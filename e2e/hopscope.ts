import { test as base, expect, type Locator, type Page } from '@playwright/test';

/** The page as a person uses it: everything is found by role and name. */
export class Hopscope {
  readonly page: Page;
  readonly slider: Locator;
  readonly editor: Locator;
  readonly map: Locator;
  readonly steps: Locator;
  readonly rules: Locator;
  readonly banner: Locator;
  readonly changesTab: Locator;
  readonly changes: Locator;
  readonly settings: Locator;

  constructor(page: Page) {
    this.page = page;
    this.slider = page.getByRole('slider', { name: 'Position in the exchange' });
    this.editor = page.getByRole('textbox', { name: 'Manifests, YAML or JSON' });
    this.map = page.locator('svg[data-idle]');
    this.steps = page.getByRole('region', { name: /^Steps/ });
    this.rules = page.getByRole('region', { name: /^Rules/ });
    this.banner = page.getByRole('region', { name: 'Outcome' });
    this.changesTab = page.getByRole('tab', { name: /^Changes/ });
    this.changes = page.getByRole('region', { name: 'Changes' });
    this.settings = page.getByRole('region', { name: 'Settings' });
  }

  async open(address = ''): Promise<void> {
    await this.page.goto(address);
    await this.slider.waitFor();
    await this.idle();
  }

  /** Nothing moves on the Map. */
  async idle(): Promise<void> {
    await expect(this.map).toHaveAttribute('data-idle', 'true', { timeout: 45_000 });
  }

  async at(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuenow'));
  }

  async end(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuemax'));
  }

  async now(): Promise<string> {
    return (await this.slider.getAttribute('aria-valuetext')) ?? '';
  }

  async press(name: 'Step' | 'Step back' | 'First step' | 'Last step' | 'Play' | 'Pause'): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    if (name !== 'Play') await this.idle();
  }

  async chooseSample(name: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: /^Cluster:/ }).click();
    await this.page.getByRole('menuitem', { name: /^Samples/ }).click();
    await this.page.getByRole('dialog', { name: 'Samples' }).getByRole('button', { name }).click();
    await this.idle();
  }

  /** A short way may have been played to its end before its button is pressed: the scrubber's key goes there from anywhere. */
  private async toTheEnd(): Promise<void> {
    await this.slider.press('End');
    await this.idle();
    await expect(this.page.getByRole('button', { name: 'Last step', exact: true })).toBeDisabled();
  }

  /** Opens the send form, fills it, sends. */
  async send(from: string, to: string, proto: 'TCP' | 'UDP' = 'TCP'): Promise<void> {
    await this.page.getByRole('button', { name: /^Send: from/ }).click();
    for (const [label, text] of [
      ['From', from],
      ['To', to],
    ] as const) {
      const field = this.page.getByRole('combobox', { name: label, exact: true });
      await field.fill(text);
      await field.press('Tab');
    }
    await this.page.getByRole('radio', { name: proto }).check({ force: true });
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
    await this.page.keyboard.press('Escape');
    await this.toTheEnd();
  }

  /** Steps into everything until the step is called so. */
  async intoUntil(step: RegExp): Promise<void> {
    for (let n = 0; n < 60 && !step.test(await this.now()); n++) await this.page.keyboard.press('s');
    expect(await this.now()).toMatch(step);
  }

  /** To the first step with this verdict, by the debugger. */
  async runTo(verdict: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Breakpoints/ }).click();
    const menu = this.page.getByRole('dialog', { name: 'Breakpoints' });
    const choice = menu.getByRole('checkbox', { name: new RegExp(`^${verdict}`) });
    await choice.check();
    await menu.getByRole('button', { name: /^Run to the next/ }).click();
    await choice.uncheck();
    await this.page.keyboard.press('Escape');
    await this.idle();
  }

  /** Replaces one line of the manifests, keeping its indentation. */
  async editLine(from: string, to: string): Promise<void> {
    const line = this.page.locator('.cm-line', { hasText: from }).first();
    await line.click();
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
    await this.page.keyboard.insertText(to);
  }

  async openSettings(): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Settings/ })
      .click();
    await this.settings.waitFor();
  }

  /** What became of one chain, in the changes. */
  changedChain(name: RegExp): Locator {
    return this.changes.getByRole('region', { name });
  }

  /** Words written on the Map. */
  label(words: string | RegExp): Locator {
    return this.map.locator('text').filter({ hasText: words }).first();
  }

  /** What the Map draws, without what only the renderer knows. */
  async picture(): Promise<string> {
    await this.idle();
    return this.map.evaluate((svg) => svg.innerHTML);
  }
}

interface Fixtures {
  hopscope: Hopscope;
  /** Console errors, failed requests and requests to other hosts. Must stay empty. */
  complaints: string[];
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const found: string[] = [];
      const host = new URL(baseURL ?? '').host;
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') found.push(message.text());
      });
      page.on('pageerror', (error) => found.push(String(error)));
      // A request that the browser gave up because the page was left, or the test was over, did not fail.
      page.on('requestfailed', (request) => {
        const reason = request.failure()?.errorText;
        if (reason !== 'net::ERR_ABORTED') found.push(`failed: ${request.url()} (${reason})`);
      });
      page.on('request', (request) => {
        const { protocol, host: to } = new URL(request.url());
        if (protocol.startsWith('http') && to !== host) found.push(`left the page: ${request.url()}`);
      });
      await use(found);
      expect(found).toEqual([]);
    },
    { auto: true },
  ],
  hopscope: async ({ page }, use) => {
    await use(new Hopscope(page));
  },
});

export { expect };
