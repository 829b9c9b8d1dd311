import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The engine alone, without its dependencies: built only to be weighed. */
const engineOnly = {
  outDir: 'node_modules/.cache/hopscope',
  copyPublicDir: false,
  lib: { entry: 'src/engine/index.ts', formats: ['es' as const], fileName: () => 'engine.js' },
  rolldownOptions: { external: (id: string) => /^[@a-z]/.test(id) },
};

export default defineConfig(({ mode }) => ({
  // Relative, so that the built folder works under any path.
  base: './',
  plugins: [react()],
  build: { target: 'es2023', ...(mode === 'engine' ? engineOnly : {}) },
  test: { include: ['{src,bench,scripts}/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
}));
