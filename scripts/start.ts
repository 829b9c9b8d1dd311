import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { serveFolder } from './serve';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'dist/index.html');

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const inputs = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'].map((name) =>
  join(root, name),
);
const upToDate = existsSync(built) && statSync(built).mtimeMs >= Math.max(...inputs.map(newest));
if (!upToDate) await build({ root, logLevel: 'warn' });

const first = Number(process.env.PORT ?? 4173);

function listen(port: number): void {
  const server = serveFolder(join(root, 'dist'));
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && process.env.PORT === undefined && port < first + 20) listen(port + 1);
    else {
      console.error(`Cannot listen on port ${port}: ${error.message}. Set PORT to a free one.`);
      process.exit(1);
    }
  });
  server.listen(port, () => console.log(`Hopscope is at http://localhost:${port}/  (Ctrl+C stops it)`));
}

listen(first);
