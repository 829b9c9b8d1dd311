import { useEffect, useState } from 'react';

/** What a presentation shows alone. */
export type Presenting = 'map' | 'rules';

const PARAMETER = 'present';

/** `?present`, `?present=map`, `?present=rules`: a link can lead straight into a presentation. */
export function readPresenting(search: string): Presenting | undefined {
  const found = new URLSearchParams(search).get(PARAMETER);
  if (found === null) return undefined;
  return found === 'rules' ? 'rules' : 'map';
}

/** The address's query with that view in it, or without any; the rest stays as it was. */
export function withPresenting(search: string, view: Presenting | undefined): string {
  const query = new URLSearchParams(search);
  if (view) query.set(PARAMETER, view);
  else query.delete(PARAMETER);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The view of the presentation, and how to change it; it stands in the address. */
export function usePresenting(): readonly [Presenting | undefined, (view: Presenting | undefined) => void] {
  const [view, setView] = useState(() => readPresenting(window.location.search));
  useEffect(() => {
    const { pathname, search, hash } = window.location;
    const next = withPresenting(search, view);
    if (next !== search && readPresenting(search) !== view)
      window.history.replaceState(window.history.state, '', `${pathname}${next}${hash}`);
  }, [view]);
  return [view, setView];
}

export type PresenterKey = 'next' | 'back' | 'leave' | 'blank';

/** What a key of a remote control means. Those that are letters or signs work only where single keys do. */
export function presenterKey(key: string, singleKeys: boolean): PresenterKey | undefined {
  switch (key) {
    case 'PageDown':
      return 'next';
    case 'PageUp':
      return 'back';
    case 'Escape':
      return 'leave';
    case 'b':
    case 'B':
    case '.':
      return singleKeys ? 'blank' : undefined;
    case 'p':
    case 'P':
      return singleKeys ? 'leave' : undefined;
    default:
      return undefined;
  }
}
