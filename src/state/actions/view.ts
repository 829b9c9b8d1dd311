import type { Actions, AppState, RuleChoice, RulePlace, ViewState } from '../types';

type Set = (part: Partial<AppState>) => void;
type Names =
  | 'setRulesNode'
  | 'chooseRule'
  | 'showOrigin'
  | 'showRule'
  | 'showSwitches'
  | 'selectAddress'
  | 'showTraffic'
  | 'setTheme'
  | 'setSingleKeys'
  | 'commandMap'
  | 'flyTo'
  | 'setNotice'
  | 'showHint';

/** What concerns this reader's view only: neither undone nor shared. */
export function viewActions(set: Set, get: () => AppState): Pick<Actions, Names> {
  const choice = (place: RulePlace, from: RuleChoice['from']): RuleChoice => {
    const { cluster, exchange, cursor, rulesNode } = get();
    return { ...place, from, at: { cluster, exchange, cursor, rulesNode } };
  };
  const reveal = (panel: ViewState['reveal']['panel']) => ({ reveal: { n: get().reveal.n + 1, panel } });
  return {
    setRulesNode: (rulesNode) => set({ rulesNode, rulesFamily: undefined }),
    chooseRule: (place) => set({ ruleChoice: choice(place, 'rules') }),
    showOrigin: (place) => set({ ruleChoice: choice(place, 'rules'), ...reveal('editor') }),
    showRule(place) {
      set({ rulesNode: place.machine, rulesFamily: place.family, playing: false });
      set({ ruleChoice: choice(place, 'text'), ...reveal('rules') });
    },
    showSwitches: (at) => set({ reveal: { ...reveal('settings').reveal, at } }),
    showTraffic: () => set({ trafficOpen: true, ...reveal('traffic') }),
    selectAddress: (selectedAddress) => set({ selectedAddress }),
    setTheme: (theme) => set({ theme }),
    setSingleKeys: (singleKeys) => set({ singleKeys }),
    commandMap: (what) => set({ mapCommand: { n: get().mapCommand.n + 1, what } }),
    flyTo: (to) => set({ flight: { n: get().flight.n + 1, to } }),
    setNotice: (notice) => set({ notice }),
    showHint: (hint) => set({ hint, hinted: get().hinted || hint === undefined }),
  };
}
