import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLES } from '../src/state/document/samples';
import { root, takePictures } from './pictures';

/** Every sample at the moment that it is about, at three sizes and in both themes, into `gallery/`. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;
const THEMES = ['light', 'dark'] as const;

const folder = join(root, 'gallery');
const only = process.argv[2];
const samples = SAMPLES.filter(({ id }) => only === undefined || id.includes(only));
if (samples.length === 0) {
  const names = SAMPLES.map(({ id }) => id).join(', ');
  console.error(`No sample has "${only}" in its name; there is ${names}.`);
  process.exit(2);
}

const sheet = (files: readonly string[]) =>
  `<!doctype html><meta charset="utf-8"><title>Gallery</title><style>body{font:14px sans-serif;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0}img{height:420px;border:1px solid #999}</style>${files
    .map((file) => `<figure><img src="${file}" alt=""><figcaption>${file}</figcaption></figure>`)
    .join('')}`;

const files: string[] = [];
await takePictures(async (take) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const sample of samples) {
    for (const viewport of SIZES) {
      for (const colorScheme of THEMES) {
        const file = `${sample.id}-${viewport.width}-${colorScheme}.png`;
        await take(sample, join(folder, file), { viewport, colorScheme });
        files.push(file);
      }
    }
  }
});
writeFileSync(join(folder, 'index.html'), sheet(files));
process.stdout.write(`${files.length} pictures of ${samples.length} samples in ${folder}\n`);
