import { addCounters, type Exchange, type SendRequest, type WorldState } from '../engine';
import { TrafficRun } from '../engine/many';
import { nextSport } from './packet';
import type { AppStore } from './store';
import type { AppState, TrafficShown } from './types';

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

/** What has been sent of the packet that is shown now. */
export function trafficOf({ traffic, exchange }: Pick<AppState, 'traffic' | 'exchange'>) {
  if (!traffic || !exchange) return undefined;
  const same = traffic.of.network === exchange.network && sameWay(traffic.of.request, exchange.request);
  return same ? traffic : undefined;
}

function flowsBetween(before: WorldState, after: WorldState): TrafficShown['flows'] {
  const gained = [...after.machines].map(([id, { conntrack }]) => {
    const had = before.machines.get(id)?.conntrack.length ?? 0;
    return [id, conntrack.length - had] as const;
  });
  return new Map(gained.filter(([, n]) => n > 0));
}

const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume, 0));

/** Sends many connections like the packet that is shown, in slices; the page's world stays as it is, the rules count. */
export function trafficSender(store: AppStore) {
  let run: { readonly of: Exchange; readonly world: WorldState; readonly run: TrafficRun } | undefined;
  let turn = 0;

  function publish(wanted: number | undefined): void {
    const state = store.getState();
    const { counters } = state;
    if (!run || (state.traffic && !trafficOf(state))) return;
    const result = run.run.result();
    store.setState({
      counters: addCounters(counters, run.run.counted()),
      traffic: {
        of: run.of,
        result,
        wanted,
        flows: wanted === undefined ? flowsBetween(run.world, run.run.world()) : new Map(),
      },
    });
  }

  return {
    /** `n` more; resolves when they are sent, cancelled, or no longer like the packet that is shown. */
    async send(n: number): Promise<void> {
      const mine = ++turn;
      const { exchange, world } = store.getState();
      if (!exchange) return;
      if (!run || !trafficOf(store.getState())) {
        run = { of: exchange, world, run: new TrafficRun(exchange.network, world, likeThis(exchange)) };
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
      run = undefined;
      store.setState({ traffic: undefined });
    },
  };
}
