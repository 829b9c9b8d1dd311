import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The engine alone, without its dependencies: built only to be weighed. */
const engineOnly = {
  outDir: 'node_modules/.cache/hopscope',
  copyPublicDir: false,
  rolldownOptions: {
    input: 'src/engine/index.ts',
    preserveEntrySignatures: 'strict' as const,
    external: (id: string) => /^(@noble|yaml|ipaddr)/.test(id),
    output: { entryFileNames: 'engine.js' },
  },
};

/** The page's Content-Security-Policy is for what is built: the dev server injects inline scripts and styles. */
const withoutPolicy: Plugin = {
  name: 'without-policy',
  apply: 'serve',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  },
};

/** d3-interpolate makes its interpolators of colours by calls that nothing marks as pure: 5 kB that nobody asks for. */
const withoutColours: Plugin = {
  name: 'without-colours',
  apply: 'build',
  transform: {
    filter: { id: /d3-interpolate/ },
    handler: (code) => ({
      code: code.replace(/^(var \w+ = )(?=\(function|\w+\()/gm, '$1/* @__PURE__ */ '),
      map: null,
    }),
  },
};

export default defineConfig(({ mode }) => ({
  // Relative, so that the built folder works under any path.
  base: './',
  plugins: [react(), withoutPolicy, withoutColours],
  resolve: {
    alias: { 'd3-transition': fileURLToPath(new URL('src/scene/noTransition.ts', import.meta.url)) },
  },
  build: { target: 'es2023', ...(mode === 'engine' ? engineOnly : {}) },
  test: { include: ['{src,bench,scripts}/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
}));
