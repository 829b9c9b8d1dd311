import { readDocument } from './document/document';
import type { DocumentState } from './document/model';
import { sampleById, samplePacket } from './document/samples';
import type { ExchangeState, SentPacket } from './session/model';
import { settingsOf } from './session/packet';
import { remember, replay } from './session/session';
import { NO_SETTINGS } from './settings/settings';
import type { CursorState, DebugState, ViewState } from './types';

/** Document and exchange of a text whose packets are sent from the beginning. */
export function opened(
  document: DocumentState,
  packets: readonly SentPacket[],
  history: ExchangeState['history'] = [],
): DocumentState & ExchangeState {
  const played = replay(document, packets);
  const last = packets.at(-1);
  return {
    ...document,
    ...played,
    wanted: undefined,
    send: last ? settingsOf(last) : { from: 'outside', to: '', proto: 'tcp', seed: 1 },
    history: remember(history, played.exchange),
  };
}

/** The first sample, its packet sent, the cursor at its first step. */
export function initialState(): DocumentState & ExchangeState & CursorState & DebugState & ViewState {
  const sample = sampleById(undefined);
  return {
    ...opened(readDocument(sample.yaml, sample.id, false, NO_SETTINGS), [samplePacket(sample)]),
    change: undefined,
    changes: undefined,
    cursor: 0,
    grain: 'rule',
    playing: false,
    speed: 1,
    breakpoints: [],
    stopped: undefined,
    rulesNode: undefined,
    rulesFamily: undefined,
    ruleChoice: undefined,
    reveal: { n: 0, panel: 'rules' },
    trafficOpen: false,
    traffic: undefined,
    selectedAddress: undefined,
    theme: 'system',
    keepSession: false,
    singleKeys: true,
    mapCommand: { n: 0, what: 'fit' },
    flight: { n: 0, to: undefined },
    notice: undefined,
    hint: undefined,
    hinted: false,
    kept: [],
    canUndo: false,
    canRedo: false,
  };
}
