import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { articleClusterIp } from '../src/lessons/samples/article-clusterip';
import { CHROMIUM_ARGS, ensureChromium } from './browser';
import { sampleLink } from './sampleLink';
import { serveFolder } from './serve';

/** Makes the README's picture: the first sample, where it is told: just after the DNAT. */
const root = fileURLToPath(new URL('..', import.meta.url));
await build({ root, logLevel: 'warn' });

const server = serveFolder(`${root}/dist`).listen(0);
const { port } = server.address() as AddressInfo;
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
await page.goto(`http://localhost:${port}/#${sampleLink(articleClusterIp)}`);
await page.locator('svg[data-idle="true"]').waitFor();
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: `${root}/public/screenshot.png` });
await browser.close();
server.close();
if (!existsSync(`${root}/public/screenshot.png`)) throw new Error('No screenshot was written.');
