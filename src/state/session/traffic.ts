import { addCounters, type Exchange, type SendRequest, type WorldState } from '../../engine';
import { TrafficRun } from '../../engine/many';
import { did } from '../actions/send';
import { type AppStore, appStore } from '../store';
import type { AppState } from '../types';
import type { TrafficShown } from './model';
import { nextSport } from './packet';
import { replaying } from './session';

/** ms of work between two looks at what else there is to do, and between two pictures. */
const SLICE_MS = 8;
const SHOW_MS = 80;
/** Source ports do not reach farther. */
export const MOST = 60_000;

/** The request of new connections like this packet: everything but the port, which is the next one. */
export const likeThis = ({ request }: Exchange): SendRequest => ({
  ...request,
  sport: nextSport(request.sport),
});

const sameWay = (a: SendRequest, b: SendRequest): boolean =>
  JSON.stringify({ ...a, sport: 0 }) === JSON.stringify({ ...b, sport: 0 });

const isLike = (of: Exchange, { network, request }: Exchange): boolean =>
  of.network === network && sameWay(of.request, request);

/** What has been sent of the packet that is shown now. */
export function trafficOf({ traffic, exchange }: Pick<AppState, 'traffic' | 'exchange'>) {
  return traffic && exchange && isLike(traffic.of, exchange) ? traffic : undefined;
}

function flowsBetween(before: WorldState, after: WorldState): TrafficShown['flows'] {
  const gained = [...after.machines].map(([id, { conntrack }]) => {
    const had = before.machines.get(id)?.conntrack.length ?? 0;
    return [id, conntrack.length - had] as const;
  });
  return new Map(gained.filter(([, n]) => n > 0));
}

/** The session says how many were sent: those that follow each other are one entry. */
function sentMore({ session }: AppState, n: number): Partial<AppState> {
  const last = session.at(-1);
  const before = last?.later?.at(-1);
  if (n === 0 || !last) return {};
  if (!before || !('traffic' in before) || before.traffic === 0) return did({ session }, { traffic: n });
  const later = [...(last.later ?? []).slice(0, -1), { traffic: before.traffic + n }];
  return { session: [...session.slice(0, -1), { ...last, later }] };
}

const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume, 0));

/** Sends many connections like the packet that is shown, in slices; the page's world stays as it is, the rules count. */
export function trafficSender(store: AppStore) {
  let run: { readonly of: Exchange; readonly world: WorldState; readonly run: TrafficRun } | undefined;
  let turn = 0;
  /** How many of the run's the session tells of. */
  let told = 0;

  function publish(wanted: number | undefined): void {
    const state = store.getState();
    const { counters } = state;
    if (!run || (state.traffic && !trafficOf(state))) return;
    const result = run.run.result();
    store.setState({
      ...sentMore(state, result.sent - told),
      counters: addCounters(counters, run.run.counted()),
      traffic: {
        of: run.of,
        result,
        wanted,
        flows: wanted === undefined ? flowsBetween(run.world, run.run.world()) : new Map(),
      },
    });
    told = result.sent;
  }

  return {
    /** `n` more; resolves when they are sent, cancelled, or no longer like the packet that is shown. */
    async send(n: number): Promise<void> {
      const mine = ++turn;
      const { exchange, world } = store.getState();
      if (!exchange) return;
      if (!run || !trafficOf(store.getState())) {
        run = { of: exchange, world, run: new TrafficRun(exchange.network, world, likeThis(exchange)) };
        told = 0;
        store.setState({ traffic: undefined });
      }
      const { run: sender } = run;
      let left = Math.min(n, MOST - sender.sent);
      const wanted = sender.sent + left;
      publish(wanted);
      let shown = performance.now();
      while (left > 0) {
        await pause();
        if (mine !== turn) return;
        if (!trafficOf(store.getState())) break;
        const until = performance.now() + SLICE_MS;
        while (left > 0 && performance.now() < until) {
          const some = Math.min(left, 8);
          sender.send(some);
          left -= some;
        }
        if (performance.now() - shown < SHOW_MS) continue;
        publish(wanted);
        shown = performance.now();
      }
      publish(undefined);
    },
    /** What has been sent stays. */
    cancel(): void {
      turn++;
      publish(undefined);
    },
    /** Begins anew: the same seed draws the same again. */
    clear(): void {
      turn++;
      if (run) store.setState(did(store.getState(), { traffic: 0 }));
      run = undefined;
      store.setState({ traffic: undefined });
    },
    /** Sends again what an opened session says was sent; a session that goes on meanwhile ends it. */
    async resend(): Promise<void> {
      const mine = ++turn;
      const opened = store.getState();
      const walk = replaying(opened, opened.session);
      let again: typeof run;
      let at = walk.next();
      while (!at.done) {
        const { action, exchange, world, counters } = at.value;
        const n = action && 'traffic' in action ? action.traffic : undefined;
        if (n === undefined || !exchange) {
          at = walk.next();
          continue;
        }
        if (n === 0 || !again || !isLike(again.of, exchange)) again = undefined;
        if (n > 0)
          again ??= { of: exchange, world, run: new TrafficRun(exchange.network, world, likeThis(exchange)) };
        for (let left = Math.min(n, MOST - (again?.run.sent ?? 0)); again && left > 0; ) {
          const until = performance.now() + SLICE_MS;
          for (; left > 0 && performance.now() < until; left--) again.run.send(1);
          await pause();
          if (mine !== turn || store.getState().session !== opened.session) return;
        }
        at = walk.next(again && addCounters(counters, again.run.counted()));
      }
      const { exchange } = store.getState();
      run = again && exchange && isLike(again.of, exchange) ? again : undefined;
      told = run?.run.sent ?? 0;
      store.setState({ counters: at.value.counters });
      if (!run) return;
      const result = run.run.result();
      const flows = flowsBetween(run.world, run.run.world());
      store.setState({ trafficOpen: true, traffic: { of: run.of, result, wanted: undefined, flows } });
    },
  };
}

/** The page's own. */
export const pageTraffic = trafficSender(appStore);
