import { describe, expect, it } from 'vitest';
import {
  buildNetwork,
  type DropCode,
  type Exchange,
  emptyWorld,
  ip,
  type Network,
  type SendRequest,
  send,
} from '../engine';
import { withMachine, withRules } from '../engine/trace/testing/call';
import { outcomeText } from '../i18n';
import { dropCodes } from '../i18n/testing/steps';
import { loadBalancerLocal } from '../lessons/samples/load-balancer';
import { createAppStore } from './store';
import { ENDINGS, type Ending, linkTo, openedAt } from './testing/endings';
import { decodeShared } from './url';

const place = (step: { machine: string; station: { at: string; hook?: string } } | undefined) =>
  step && `${step.machine} ${step.station.hook ?? step.station.at}`;

describe('every end is computed, and told in exact words', () => {
  it.each(ENDINGS.map((ending) => [ending.name, ending] as const))('%s', (_, ending: Ending) => {
    const { exchange } = openedAt(ending);
    if (!exchange) throw new Error('nothing was sent');
    const { outcome, steps } = exchange;
    const { headline, client } = outcomeText(exchange);
    expect({
      outcome: outcome.code,
      drop: outcome.drop?.code,
      headline,
      client,
      where: place(steps[outcome.step]),
    }).toEqual({
      outcome: ending.outcome,
      drop: ending.drop,
      headline: ending.headline,
      client: ending.client,
      where: ending.where,
    });
  });
});

it('the link to an end opens at it', () => {
  for (const ending of ENDINGS) {
    const decoded = decodeShared(linkTo(ending));
    if (decoded.kind !== 'state') throw new Error(ending.name);
    const store = createAppStore(() => 0);
    store.getState().openShared(decoded.shared);
    const { exchange, cursor } = store.getState();
    expect([ending.name, exchange?.outcome.code, place(exchange?.steps[cursor])]).toEqual([
      ending.name,
      ending.outcome,
      ending.where,
    ]);
  }
});

const N1 = 'ycwang-ubuntu';
const normal = openedAt(ENDINGS[0] as Ending).exchange as Exchange;
const again = (network: Network, more: Partial<SendRequest> = {}) =>
  send(network, emptyWorld(), { ...normal.request, ...more });
const rules = (text: string) => withRules(normal.network, N1, `${text}\nCOMMIT\n`);
const FAR = { ip: ip('10.244.1.4'), port: 80 };
const fromNode = { from: `node/${N1}` as SendRequest['from'] };

const { cluster } = openedAt(ENDINGS[0] as Ending);
const withMtu = (mtu: NonNullable<Parameters<typeof buildNetwork>[1]>['mtu']) =>
  buildNetwork(cluster, { mtu });
const balanced = (edit: (yaml: string) => string, to: string) => {
  const store = createAppStore(() => 0);
  store.getState().setText(edit(loadBalancerLocal.yaml));
  store.getState().sendNow({ from: 'outside', to });
  return store.getState().exchange as Exchange;
};

/** What is not a fault of a node or Pod: rules, routes and addresses of one's own, a TTL, lengths. */
const OTHERS: readonly (readonly [string, () => Exchange, string, DropCode, string])[] = [
  [
    'TTL 1',
    () => again(normal.network, { ttl: 1 }),
    'unreachable',
    'ttl-exceeded',
    'No route to host, at once.',
  ],
  [
    'a rule that nobody can evaluate',
    () => again(rules('*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m quota --quota 7 -j DROP')),
    'not-evaluated',
    'not-evaluated',
    'Unknown: the walk stopped at a rule that is not simulated.',
  ],
  [
    'UDP that a node’s own rules drop',
    () =>
      again(rules('*mangle\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p udp -j DROP'), { ...fromNode, proto: 'udp' }),
    'unreachable',
    'rule-drop',
    'Operation not permitted, at once.',
  ],
  [
    'a datagram that fits the Pod, not VXLAN',
    () => again(withMtu({ pod: 1500 }), { proto: 'udp', size: 1500, force: '10.244.1.4:80', to: FAR }),
    'unreachable',
    'too-big',
    'Message too long. The next one of that size is fragmented before it is sent.',
  ],
  [
    'data too large for the LAN, after a handshake that passes',
    () => again(withMtu({ lan: 1400 }), { conversation: true, size: 1500, to: FAR }),
    'timeout',
    'lost-oversize',
    'The connection stands, then nothing more comes. It tries again for about 15 minutes, then: Connection timed out.',
  ],
  [
    'a load balancer without a healthy node',
    () => balanced((yaml) => yaml.replace('app: web\n  ports', 'app: nobody\n  ports'), '203.0.113.10:80'),
    'timeout',
    'lb-no-node',
    'Nothing. It tries again for about two minutes, then: Connection timed out.',
  ],
  [
    'a port that the load balancer lacks',
    () => balanced((yaml) => yaml, '203.0.113.10:81'),
    'timeout',
    'lb-no-port',
    'Nothing. It tries again for about two minutes, then: Connection timed out.',
  ],
  [
    'an outer packet that goes back into the tunnel',
    () =>
      again({
        ...rules(
          '*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p udp -m udp --dport 8472 -j DNAT --to-destination 10.244.1.4:80',
        ),
        walkOuter: true,
      }),
    'timeout',
    'loop',
    'Nothing. It tries again for about two minutes, then: Connection timed out.',
  ],
  [
    'a route through a Pod that forwards nothing',
    () =>
      again(
        withMachine(normal.network, `node/${N1}`, (machine) => ({
          ...machine,
          interfaces: machine.interfaces,
          routes: [{ dst: '10.9.9.0/24', via: '10.244.0.2', dev: 'cni0' } as never, ...machine.routes],
        })),
        { to: { ip: '10.9.9.9' as never, port: 80 } },
      ),
    'timeout',
    'not-for-me',
    'Nothing. It tries again for about two minutes, then: Connection timed out.',
  ],
];

it.each(OTHERS)('%s', (_, make, code, drop, client) => {
  const exchange = make();
  expect([exchange.outcome.code, exchange.outcome.drop?.code, outcomeText(exchange).client]).toEqual([
    code,
    drop,
    client,
  ]);
});

it('there is no way to die that none of these dies', () => {
  const died = new Set([...ENDINGS.map(({ drop }) => drop), ...OTHERS.map(([, , , drop]) => drop)]);
  expect(dropCodes.filter((code) => !died.has(code))).toEqual([]);
});
