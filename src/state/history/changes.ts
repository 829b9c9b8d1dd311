import { t } from '../../i18n';
import type { AppStore } from '../store';
import type { Changes, LastChange } from './model';

/** So long after the last key stroke; then at most so long without a pause (ms). */
const DELAY_MS = 150;
const SLICE_MS = 12;

const samePair = (a: LastChange, b: LastChange): boolean =>
  a.before.network === b.before.network && a.after.network === b.after.network;

const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume, 0));

/** Compares the two sides of each change, a moment after it was made and in slices. Returns what ends it. */
export function keepChanges(store: AppStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: LastChange | undefined;

  async function compare(change: LastChange): Promise<void> {
    const { groupChanges, hasChanges } = await import('./changeGroups');
    const work = groupChanges(change);
    let since = performance.now();
    let changes: Changes | undefined;
    while (!changes) {
      if (shown !== change) return;
      const next = work.next();
      if (next.done) changes = next.value;
      else if (performance.now() - since > SLICE_MS) {
        await pause();
        since = performance.now();
      }
    }
    store.setState({ changes: hasChanges(changes) ? changes : undefined });
  }

  const stop = store.subscribe(({ change }) => {
    if (!change || (shown && samePair(shown, change))) return;
    shown = change;
    clearTimeout(timer);
    const failed = () => store.setState({ notice: { kind: 'unfetched', what: t('changes.tab') } });
    timer = setTimeout(() => compare(change).catch(failed), DELAY_MS);
  });
  return () => {
    clearTimeout(timer);
    shown = undefined;
    stop();
  };
}
