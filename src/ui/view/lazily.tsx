import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { appStore } from '../../state/store';

/** A part of the page that is fetched when it is wanted. Undefined where it cannot be: then a notice says what is missing. */
export async function fetchPart<T>(load: () => Promise<T>, what: string): Promise<T | undefined> {
  try {
    return await load();
  } catch {
    appStore.getState().setNotice({ kind: 'unfetched', what });
    return undefined;
  }
}

/**
 * A component whose code is fetched when it is first drawn. `what` is its name, should that fail; `meanwhile` stands
 * in its place until it is there.
 */
export function lazily<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
  what: () => string,
  meanwhile: ReactNode = null,
): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Lazily(props: P) {
    const [Part, setPart] = useState(() => loaded);
    useEffect(() => {
      if (Part) return;
      void fetchPart(load, what()).then((found) => {
        loaded = found?.default;
        setPart(() => loaded);
      });
    }, [Part]);
    return Part ? <Part {...props} /> : meanwhile;
  };
}
