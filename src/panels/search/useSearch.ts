import { useEffect, useState } from 'react';
import { type Field, find, type Results } from './find';

/** At most so long at a time, ms: frames and key strokes come in between. */
const SLICE_MS = 8;

export interface Search {
  /** Of an earlier query, until the first of this one are there. */
  readonly results: Results | undefined;
  readonly done: boolean;
}

const NOTHING: Search = { results: undefined, done: true };

/** Searches in slices; another query stops the one before. */
export function useSearch(field: Field, query: string): Search {
  const [search, setSearch] = useState(NOTHING);
  const { cluster, network, exchange, rulesNode } = field;
  useEffect(() => {
    if (query.trim() === '') {
      setSearch(NOTHING);
      return;
    }
    setSearch(({ results }) => ({ results, done: false }));
    const running = find({ cluster, network, exchange, rulesNode }, query);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = () => {
      const until = performance.now() + SLICE_MS;
      for (;;) {
        const { value, done } = running.next();
        if (done) {
          setSearch({ results: value, done });
          return;
        }
        if (performance.now() < until) continue;
        setSearch({ results: value(), done: false });
        timer = setTimeout(slice, 0);
        return;
      }
    };
    // What is typed on within a moment is searched once.
    timer = setTimeout(slice, 30);
    return () => clearTimeout(timer);
  }, [cluster, network, exchange, rulesNode, query]);
  return search;
}
