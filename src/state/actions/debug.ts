import { debugStep } from '../../debugger';
import {
  BREAKPOINT_LIMIT,
  type Breakpoint,
  breakpointsIn,
  hitsOf,
  nextHit,
  type Point,
  pointKey,
  rulePoint,
} from '../cursor/breakpoints';
import { clampCursor } from '../cursor/cursor';
import type { Actions, AppState } from '../types';

type Set = (part: Partial<AppState>) => void;
type Names =
  | 'debugMove'
  | 'runToBreakpoint'
  | 'toggleBreakpoint'
  | 'breakHere'
  | 'switchBreakpoint'
  | 'removeBreakpoint';

const isAt =
  (key: string) =>
  ({ point }: Breakpoint): boolean =>
    pointKey(point) === key;

/** Stepping as in a code debugger, and what it stops at. */
export function debugActions(set: Set, get: () => AppState): Pick<Actions, Names> {
  const keep = (breakpoints: readonly Breakpoint[]) => set({ breakpoints });
  const remove = (key: string) => keep(get().breakpoints.filter((b) => !isAt(key)(b)));
  const toggle = (point: Point) => {
    const { breakpoints } = get();
    const key = pointKey(point);
    if (breakpoints.some(isAt(key))) remove(key);
    else keep([...breakpoints, { point, on: true }].slice(-BREAKPOINT_LIMIT));
  };
  return {
    debugMove(move, direction) {
      const { exchange, cursor } = get();
      if (exchange) set({ cursor: debugStep(exchange, cursor, move, direction), playing: false });
    },
    runToBreakpoint(direction) {
      const { exchange, cursor, breakpoints } = get();
      if (!exchange) return;
      const hit = nextHit(hitsOf(exchange, breakpoints), cursor, direction);
      const end = direction > 0 ? clampCursor(exchange, Number.MAX_SAFE_INTEGER) : 0;
      set({
        cursor: hit?.index ?? end,
        playing: false,
        stopped: hit && { exchange, index: hit.index, by: hit.by.point },
      });
    },
    toggleBreakpoint(point, rules) {
      // The rule may have been found by another text than it has now: then the old one is meant.
      const there =
        point.kind === 'rule' && rules
          ? breakpointsIn(get().breakpoints, point.table, point.chain, rules).rules.get(point.number)
          : undefined;
      if (there) remove(pointKey(there.point));
      else toggle(point);
    },
    breakHere() {
      const { exchange, cursor } = get();
      const step = exchange?.steps[cursor];
      if (!exchange || !step || !('traversal' in step)) return;
      const { table, chain } = step;
      const rules = exchange.network.machines
        .get(step.machine)
        ?.ruleset(step.before.packet.family)
        ?.tables.get(table)
        ?.chains.get(chain)?.rules;
      if (step.kind === 'rule')
        get().toggleBreakpoint(rulePoint(table, chain, step.number, step.rule), rules);
      else toggle({ kind: 'chain', table, chain });
    },
    switchBreakpoint: (key, on) =>
      keep(get().breakpoints.map((b) => (isAt(key)(b) ? { point: b.point, on } : b))),
    removeBreakpoint: remove,
  };
}

/** Why the cursor stands where it stands, if a breakpoint stopped it there. */
export const stoppedBy = ({ stopped, exchange, cursor, playing }: AppState): Point | undefined =>
  !playing && stopped?.exchange === exchange && stopped?.index === cursor ? stopped.by : undefined;
