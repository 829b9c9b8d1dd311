import type { Actions, AppState } from './types';

type Set = (part: Partial<AppState>) => void;
type Names = 'setRulesNode' | 'selectAddress' | 'setTheme' | 'setSingleKeys' | 'commandMap' | 'setNotice';

/** What concerns this reader's view only: neither undone nor shared. */
export function viewActions(set: Set, get: () => AppState): Pick<Actions, Names> {
  return {
    setRulesNode: (rulesNode) => set({ rulesNode }),
    selectAddress: (selectedAddress) => set({ selectedAddress }),
    setTheme: (theme) => set({ theme }),
    setSingleKeys: (singleKeys) => set({ singleKeys }),
    commandMap: (what) => set({ mapCommand: { n: get().mapCommand.n + 1, what } }),
    setNotice: (notice) => set({ notice }),
  };
}
