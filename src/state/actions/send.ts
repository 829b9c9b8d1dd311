import { NO_COUNTERS } from '../../engine';
import type { Undoable } from '../history/undoable';
import type { SendSettings, SentPacket, WorldAction } from '../session/model';
import { FIRST_SPORT, nextSport, settingsOf } from '../session/packet';
import { after, remember, sendOne } from '../session/session';
import type { Actions, AppState } from '../types';

/** More than anybody does between two packets by hand. */
const ACTION_LIMIT = 64;

type Set = (part: Partial<AppState>) => void;

/** Something was done after the last packet. */
export function did({ session }: Pick<AppState, 'session'>, action: WorldAction): Pick<AppState, 'session'> {
  const last = session.at(-1);
  if (!last) return { session };
  const later = [...(last.later ?? []), action].slice(-ACTION_LIMIT);
  return { session: [...session.slice(0, -1), { ...last, later }] };
}

export function sendActions(
  set: Set,
  get: () => AppState,
  undoable: Undoable,
): Pick<
  Actions,
  'setSend' | 'sendNow' | 'sendAgain' | 'advanceTime' | 'deleteConntrack' | 'setKeepSession' | 'zeroCounters'
> {
  /** A packet that cannot be sent changes nothing but the message. */
  function sendPacket(packet: SentPacket, next: SendSettings = packet): void {
    const state = get();
    const played = sendOne(state, state, packet);
    if (!played.exchange) {
      set({ sendProblem: played.sendProblem });
      return;
    }
    undoable.change('send', {
      ...played,
      wanted: undefined,
      send: settingsOf(next),
      history: remember(state.history, played.exchange),
      cursor: 0,
      playing: false,
      rulesNode: undefined,
    });
  }

  /** Belongs to the last packet, so that the session replays in order. */
  function act(action: WorldAction): void {
    const { session, world } = get();
    if (session.length > 0) undoable.change('world', { world: after(world, action), ...did(get(), action) });
  }

  return {
    setSend: (part) => set({ send: settingsOf({ ...get().send, ...part }), sendProblem: undefined }),
    sendNow(part = {}) {
      const { send, session } = get();
      const last = session.at(-1);
      const sport = last ? nextSport(last.sport) : FIRST_SPORT;
      sendPacket({ ...settingsOf({ ...send, ...part }), sport });
    },
    sendAgain(flags) {
      const { session, send } = get();
      const last = session.at(-1);
      if (!last) return;
      const { flags: _, ...again } = settingsOf(last);
      sendPacket({ ...again, ...(flags && { flags }), sport: last.sport }, send);
    },
    advanceTime: (seconds) => act({ wait: seconds }),
    deleteConntrack: (machine, id) => act({ forget: machine, ...(id === undefined ? {} : { id }) }),
    setKeepSession: (keepSession) => set({ keepSession }),
    zeroCounters() {
      set({ counters: NO_COUNTERS });
      set(did(get(), { zero: true }));
    },
  };
}
