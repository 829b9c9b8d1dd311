import { existsSync, readFileSync } from 'node:fs';

/** What the page names in its own text is what a browser loads before anything is asked of it. */
const page = existsSync('dist/index.html') ? readFileSync('dist/index.html', 'utf8') : '';
const first = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
  (match) => `dist/${match[1]}`,
);
if (first.length === 0) throw new Error('dist/index.html names no script: run "npm run build" first.');

export default [
  { name: 'JavaScript at first load', path: first, gzip: true, limit: '300 kB' },
  { name: 'JavaScript, all of it', path: 'dist/assets/*.js', gzip: true, limit: '480 kB' },
  { name: 'reader of rules', path: 'dist/assets/reader-*.js', gzip: true, limit: '12 kB' },
  {
    name: 'engine without its dependencies',
    path: 'node_modules/.cache/hopscope/engine.js',
    gzip: true,
    limit: '60 kB',
  },
];
