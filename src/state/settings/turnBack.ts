import type { DropCode, Exchange } from '../../engine';
import { editActions } from '../actions/edit';
import type { AppState } from '../types';
import { partsOf, type SettingKey } from './settings';

/** What a death speaks of: the facts that could be to blame for it, the likeliest first. */
const BLAMED: Partial<Record<DropCode, readonly string[]>> = {
  'ip-forward-off': ['ipForward'],
  'rp-filter': ['rpFilter', 'bridgeNfCallIptables'],
  martian: ['routeLocalnet'],
  'hairpin-off': ['hairpin'],
  'policy-drop': ['forwardPolicy', 'forwardRules'],
  'no-route': ['defaultRoute'],
  firewall: ['overlayPort'],
  'rule-drop': ['overlayPort', 'goOn'],
  'no-neighbour': ['down', 'kubeProxy'],
  'not-for-me': ['kubeProxy'],
  'rule-reject': ['ready', 'down', 'kubeProxy', 'goOn'],
  'no-such-flow': ['bridgeNfCallIptables'],
  'too-big': ['podMtu', 'overlayMtu', 'lanMtu'],
  'lost-oversize': ['podMtu', 'overlayMtu', 'lanMtu'],
};

/** More switches than anybody turns by hand are not all tried. */
const MOST = 64;

const works = (exchange: Exchange | undefined): boolean =>
  exchange !== undefined && (exchange.outcome.code === 'answered' || exchange.outcome.code === 'delivered');

/** Where a packet ends and of what: two that agree in this have met the same fate. */
function fateOf(exchange: Exchange | undefined): string {
  if (!exchange) return '';
  const { code, drop, step, deliveredTo } = exchange.outcome;
  const at = exchange.steps[step];
  return JSON.stringify([code, drop?.code, at?.leg, at?.machine, at?.station, deliveredTo?.machine]);
}

/** How likely a switch is to blame, from 0: what the death speaks of, at the machine where it happened, comes first. */
function rankOf(key: SettingKey, exchange: Exchange | undefined): number {
  const { id, node, pod } = partsOf(key);
  const drop = exchange?.outcome.drop;
  const blamed = (drop && BLAMED[drop.code]) ?? [];
  const at = blamed.indexOf(id);
  const owner = node === undefined ? pod : node;
  const here = exchange?.steps[exchange.outcome.step]?.machine.replace(/^(node|pod)\//, '') === owner;
  const rank = at < 0 ? (here ? 20 : 30) : at * 2;
  return here || owner === '*' ? rank : rank + 1;
}

/** What becomes of the packet when a setting is taken back, as if that were chosen. */
function without(state: AppState, key: SettingKey): Partial<AppState> {
  let part: Partial<AppState> = {};
  const change = (_: string, found: Partial<AppState>) => {
    part = found;
  };
  const dry = { change, idle: () => Number.POSITIVE_INFINITY, undo() {}, redo() {} };
  editActions(() => state, dry).setSetting(key, undefined);
  return part;
}

/**
 * The switch that is to blame for a packet that does not arrive: taken back, it makes the packet arrive, or, where the
 * death speaks of that very switch, lets it live beyond this place. Found by trying; each `yield` is a chance to pause.
 * Undefined where no switch is.
 */
export function* toTurnBack(state: AppState): Generator<undefined, SettingKey | undefined> {
  const { exchange, settings } = state;
  const turned = (Object.keys(settings) as SettingKey[])
    .filter((key) => partsOf(key).id !== 'rules')
    .map((key) => ({ key, rank: rankOf(key, exchange) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST);
  const fate = fateOf(exchange);
  for (const { key, rank } of turned) {
    yield;
    const part = without(state, key);
    if (works(part.exchange) || (rank < 20 && fateOf(part.exchange) !== fate && part.exchange)) return key;
  }
  return undefined;
}
