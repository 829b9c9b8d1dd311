import { fileURLToPath } from 'node:url';
import { serveFolder } from '../scripts/serve';

/** The built folder is tested under a path of some depth, as on a static host. */
export const BASE_PATH = '/some/where/';
export const PORT = Number(process.env.HOPSCOPE_E2E_PORT ?? 4179);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  serveFolder(fileURLToPath(new URL('../dist', import.meta.url)), BASE_PATH).listen(PORT);
}
