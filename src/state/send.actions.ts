import { NO_COUNTERS } from '../engine';
import { FIRST_SPORT, nextSport, settingsOf } from './packet';
import { remember, sendOne } from './session';
import type { Actions, AppState, SentPacket } from './types';
import type { Undoable } from './undoable';

type Set = (part: Partial<AppState>) => void;

export function sendActions(
  set: Set,
  get: () => AppState,
  undoable: Undoable,
): Pick<Actions, 'setSend' | 'sendNow' | 'sendAgain' | 'zeroCounters'> {
  /** A packet that cannot be sent changes nothing but the message. */
  function sendPacket(packet: SentPacket, label: string): void {
    const state = get();
    const played = sendOne(state, state, packet);
    if (!played.exchange) {
      set({ sendProblem: played.sendProblem });
      return;
    }
    undoable.change(label, {
      ...played,
      wanted: undefined,
      send: settingsOf(packet),
      history: remember(state.history, played.exchange),
      cursor: 0,
      playing: false,
      rulesNode: undefined,
    });
  }

  return {
    setSend: (part) => set({ send: settingsOf({ ...get().send, ...part }), sendProblem: undefined }),
    sendNow(part = {}) {
      const { send, session } = get();
      const last = session.at(-1);
      const sport = last ? nextSport(last.sport) : FIRST_SPORT;
      sendPacket({ ...settingsOf({ ...send, ...part }), sport }, 'send');
    },
    sendAgain() {
      const last = get().session.at(-1);
      if (last) sendPacket(last, 'send');
    },
    zeroCounters: () => set({ counters: NO_COUNTERS }),
  };
}
