import { beforeBoot, boot } from '../state/boot';
import { keepChanges } from '../state/history/changes';
import { keepInSync } from '../state/link/sync';
import { resendTraffic } from '../state/session/resend';
import type { KeyValue } from '../state/storage';
import { appStore } from '../state/store';
import type { AppProps } from './App';
import { keepPanels } from './arrangements/panelStore';
import { keepTheme } from './bar/theme';

/** Merely touching `localStorage` throws where it is forbidden. */
function storageOf(window: Window): KeyValue | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

function surroundings(window: Window) {
  const query = new URLSearchParams(window.location.search);
  const embed = query.has('embed');
  return { query, embed, storage: embed ? undefined : storageOf(window) };
}

/** What has to be fetched before the page can start; nearly always nothing. */
export const beforeStart = (window: Window): Promise<unknown> | undefined =>
  beforeBoot({ hash: window.location.hash, storage: surroundings(window).storage });

/** Opens what the address and this browser hold, and keeps both up to date. An embed leaves the reader's own work alone. */
export function startPage(window: Window): AppProps {
  const { query, embed, storage } = surroundings(window);
  boot(appStore, { hash: window.location.hash, storage });
  resendTraffic();
  const theme = query.get('theme');
  if (theme === 'light' || theme === 'dark') appStore.getState().setTheme(theme);
  keepTheme(appStore);
  keepPanels(storage);
  if (!embed) {
    keepChanges(appStore);
    const sync = keepInSync(appStore, {
      storage,
      hash: () => window.location.hash,
      replaceHash: (hash) => window.history.replaceState(window.history.state, '', hash),
    });
    window.addEventListener('pagehide', sync.leave);
    window.addEventListener('hashchange', () => sync.hashChanged(resendTraffic));
    window.document.addEventListener('visibilitychange', () => {
      if (window.document.visibilityState === 'hidden') sync.leave();
    });
  }
  return { embed, hideTitle: query.has('hideTitle') && query.get('hideTitle') !== '0' };
}
