import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { sampleLink } from '../scripts/sampleLink';
import { sampleById } from '../src/state/document/samples';
import { expect, test } from './hopscope';

/**
 * The ten most telling pictures, held against those in `baselines/`. Letters are drawn by the machine's own fonts and
 * browser, so the pictures can only be compared where both are those that made them: `baselines/made-with.json` holds
 * their measure, and elsewhere everything here is skipped, and says so. `npm run baselines` makes them anew.
 */
const FOLDER = fileURLToPath(new URL('./baselines/', import.meta.url));
const MADE_WITH = `${FOLDER}made-with.json`;

interface Picture {
  readonly name: string;
  readonly sample: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly query?: string;
  /** What of the page is compared; else all of it. */
  readonly part?: string;
}

const MAP = '.map-stage';
const PICTURES: readonly Picture[] = [
  { name: 'clusterip', sample: 'article-clusterip' },
  { name: 'clusterip-dark', sample: 'article-clusterip', dark: true },
  { name: 'nodeport', sample: 'article-nodeport', part: MAP },
  { name: 'refused', sample: 'no-endpoints', part: MAP },
  { name: 'hairpin', sample: 'hairpin', part: MAP },
  { name: 'dual-stack', sample: 'dual-stack', part: 'main' },
  { name: 'affinity-rules', sample: 'affinity', part: '.rules' },
  { name: 'large', sample: 'large', part: MAP },
  { name: 'phone', sample: 'article-clusterip', width: 390, height: 844 },
  {
    name: 'embed',
    sample: 'article-nodeport',
    width: 800,
    height: 450,
    dark: true,
    query: '?embed&theme=dark',
  },
];

/** What decides how letters look: the browser, and how wide it sets them in either font. */
async function measure(page: Page): Promise<string> {
  const widths = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    const style = getComputedStyle(document.documentElement);
    return ['--sans', '--mono'].map((name) => {
      if (!context) return 0;
      context.font = `400 100px ${style.getPropertyValue(name)}`;
      return Math.round(context.measureText('KUBE-SERVICES 10.104.112.175 ’…').width);
    });
  });
  const [major] = (page.context().browser()?.version() ?? '').split('.');
  return `Chromium ${major} on ${process.platform}, sans ${widths[0]}, mono ${widths[1]}`;
}

const written = (): string | undefined =>
  existsSync(MADE_WITH) ? (JSON.parse(readFileSync(MADE_WITH, 'utf8')) as { with: string }).with : undefined;

test.use({ bypassCSP: true, reducedMotion: 'reduce' });

for (const { name, sample, width = 1280, height = 800, dark, query = '', part } of PICTURES) {
  test.describe(() => {
    test.use({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
    test(`baseline: ${name}`, async ({ hopscope, page }, info) => {
      await hopscope.open(`${query}#${sampleLink(sampleById(sample))}`);
      const here = await measure(page);
      if (info.config.updateSnapshots === 'all' || info.config.updateSnapshots === 'changed') {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(MADE_WITH, `${JSON.stringify({ with: here }, null, 2)}\n`);
      }
      const there = written() ?? 'nothing yet';
      const why = `Baselines are not compared: they were made with ${there}; here is ${here}.`;
      if (there !== here) process.stderr.write(`${why}\n`);
      test.skip(there !== here, why);
      await page.evaluate(() => document.fonts.ready);
      await expect(page.locator('.editor-wait')).toHaveCount(0);
      const options = { maxDiffPixelRatio: 0.002, animations: 'disabled', caret: 'hide' } as const;
      if (part) await expect(page.locator(part)).toHaveScreenshot(`${name}.png`, options);
      else await expect(page).toHaveScreenshot(`${name}.png`, options);
    });
  });
}
