import fc from 'fast-check';
import { expect, it } from 'vitest';
import { machineId } from '../../engine';
import { createAppStore } from '../store';
import type { AppState } from '../types';
import { sharedOf } from './sync';
import { decodeShared, encodeShared } from './url';

type Deed = (state: AppState) => void;

const edit =
  (from: string, to: string): Deed =>
  (state) =>
    state.setText(state.text.replace(from, to));

/** What one does on the page, by hand. */
const DEEDS: Readonly<Record<string, Deed>> = {
  send: (state) => state.sendNow(),
  near: (state) => state.sendNow({ force: '10.244.0.2:80' }),
  udp: (state) => state.sendNow({ proto: 'udp', to: 'svc/default/nginx-svc:8080' }),
  talk: (state) => state.sendNow({ proto: 'tcp', conversation: true }),
  again: (state) => state.sendAgain(),
  fin: (state) => state.sendAgain(['FIN', 'ACK']),
  wait: (state) => state.advanceTime(45),
  forget: (state) => state.deleteConntrack(machineId('node/ycwang-ubuntu')),
  zero: (state) => state.zeroCounters(),
  keep: (state) => state.setKeepSession(true),
  drop: (state) => state.setKeepSession(false),
  fewer: edit('replicas: 2', 'replicas: 1'),
  more: edit('replicas: 1', 'replicas: 2'),
  udpService: edit('protocol: TCP', 'protocol: UDP'),
  breakIt: edit('kind: Service', 'kind: : Service'),
  mendIt: edit('kind: : Service', 'kind: Service'),
  masquerade: (state) => state.setSetting('masqueradeAll', true),
  stop: (state) => state.setSetting('kubeProxy@ycwang-ubuntu', false),
  start: (state) => state.setSetting('kubeProxy@ycwang-ubuntu', undefined),
  deaf: (state) => state.setSetting('listens@default/nginx-deployment-55f598f8d-pxp6x', 'none'),
  undo: (state) => state.undo(),
};

/** Everything of a session that one can see. */
const seen = ({ exchange, world, counters, session, settings, text, keepSession }: AppState) => ({
  steps: exchange?.steps,
  outcome: exchange?.outcome,
  world,
  counters,
  session: session.map(({ era, ...packet }) => [packet, era?.text, era?.settings]),
  settings,
  text,
  keepSession,
});

it('a link shows exactly what is seen, whatever was done before', () => {
  const names = fc.constantFrom(...Object.keys(DEEDS));
  fc.assert(
    fc.property(fc.array(names, { minLength: 1, maxLength: 12 }), (deeds) => {
      let now = 0;
      const store = createAppStore(() => now);
      store.getState().setSend({ from: 'pod/default/client' });
      for (const deed of ['keep', ...deeds]) {
        now += 60_000;
        DEEDS[deed]?.(store.getState());
      }
      // A text that cannot be read shows the last that could; a link has only the one.
      fc.pre(!store.getState().broken && store.getState().exchange !== undefined);
      const link = decodeShared(encodeShared(sharedOf(store.getState())));
      if (link.kind !== 'state') throw new Error('bad link');
      const other = createAppStore(() => 0);
      other.getState().openShared(link.shared);
      expect(seen(other.getState())).toEqual(seen(store.getState()));
    }),
    { numRuns: 30 },
  );
}, 120_000);
