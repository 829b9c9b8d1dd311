import type { Exchange } from '../engine';
import { carryCursor } from './cursor';
import { readDocument } from './document';
import { opened } from './initial';
import { isPristine, sampleById, samplePacket } from './samples';
import { remember, replay } from './session';
import type { Actions, AppState, SharedState } from './types';
import type { Undoable } from './undoable';

type Set = (part: Partial<AppState>) => void;
type Names = 'setText' | 'loadSample' | 'resetSample' | 'openShared' | 'restoreKeptText';

/** What changes the text. Each sends the current packet anew, into empty conntrack tables. */
export function editActions(set: Set, get: () => AppState, undoable: Undoable): Pick<Actions, Names> {
  /** Where the cursor last stood on an exchange: while an edit leaves nothing to send, it waits here. */
  let anchor: { exchange: Exchange; cursor: number } | undefined;

  function edited(text: string, sample: string | undefined): Partial<AppState> {
    const state = get();
    const document = readDocument(text, sample, state);
    if (document.broken) return document;
    if (state.exchange) anchor = { exchange: state.exchange, cursor: state.cursor };
    const packet = state.session.at(-1);
    const played = replay(document, packet ? [packet] : []);
    return {
      ...document,
      ...played,
      history: remember(state.history, played.exchange),
      cursor: carryCursor(anchor?.exchange, anchor?.cursor ?? 0, played.exchange),
      playing: false,
      rulesNode:
        state.rulesNode && document.network.machines.has(state.rulesNode) ? state.rulesNode : undefined,
    };
  }

  function openSample(id: string | undefined, label: string): void {
    const sample = sampleById(id);
    const state = get();
    const next = opened(readDocument(sample.yaml, sample.id), [samplePacket(sample)], state.history);
    undoable.change(label, { ...next, cursor: 0, playing: false, rulesNode: undefined });
  }

  return {
    setText(text) {
      if (text !== get().text) undoable.change('edit', edited(text, get().sample), true);
    },
    loadSample: (id) => openSample(id, 'sample'),
    resetSample: () => openSample(get().sample, 'reset'),
    openShared(shared: SharedState) {
      const state = get();
      const next = opened(readDocument(shared.text, shared.sample), shared.session, state.history);
      const mine = state.text !== shared.text && !isPristine(state.text) ? state.text : undefined;
      undoable.change('link', {
        ...next,
        cursor: Math.max(0, Math.min(shared.cursor, (next.exchange?.steps.length ?? 1) - 1)),
        grain: shared.grain,
        playing: false,
        rulesNode: undefined,
        ...(mine === undefined ? {} : { keptText: mine, notice: { kind: 'kept-text' as const } }),
      });
    },
    restoreKeptText() {
      const { keptText } = get();
      if (keptText === undefined) return;
      undoable.change('restore', { ...edited(keptText, undefined), keptText: undefined, notice: undefined });
    },
  };
}
