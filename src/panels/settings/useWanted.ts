import { useMemo } from 'react';
import { useApp } from '../../state/store';

/** The node or Pod whose switches somebody wishes to see. */
export function useWanted(kind: 'node' | 'pod'): { readonly n: number; readonly key: string } | undefined {
  const { n, panel, at } = useApp((s) => s.reveal);
  const key = panel !== 'settings' ? undefined : kind === 'pod' ? at?.pod : at?.pod ? undefined : at?.node;
  return useMemo(() => (key === undefined ? undefined : { n, key }), [n, key]);
}
