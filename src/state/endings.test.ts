import { describe, expect, it } from 'vitest';
import { type DropCode, type Exchange, emptyWorld, type Network, type SendRequest, send } from '../engine';
import { withMachine, withRules } from '../engine/trace/testing/call';
import { outcomeText } from '../i18n';
import { fixText } from '../i18n/fixText';
import { dropCodes } from '../i18n/testing/steps';
import { decodeShared } from './link/url';
import { createAppStore } from './store';
import { ENDINGS, type Ending, linkTo, openedAt } from './testing/endings';

const place = (step: { machine: string; station: { at: string; hook?: string } } | undefined) =>
  step && `${step.machine} ${step.station.hook ?? step.station.at}`;

describe('every end is computed, and told in exact words', () => {
  it.each(ENDINGS.map((ending) => [ending.name, ending] as const))('%s', (_, ending: Ending) => {
    const { exchange } = openedAt(ending);
    if (!exchange) throw new Error('nothing was sent');
    const { outcome, steps } = exchange;
    const { headline, client } = outcomeText(exchange);
    const seen = outcome.sourceSeen?.ip;
    expect({
      outcome: outcome.code,
      drop: outcome.drop?.code,
      headline,
      client,
      where: place(steps[outcome.step]),
      source: seen === exchange.traces[0]?.packet.src ? undefined : seen,
    }).toEqual({
      outcome: ending.outcome,
      drop: ending.drop,
      headline: ending.headline,
      client: ending.client,
      where: ending.where,
      source: ending.source,
    });
    if (ending.fix) expect(fixText(exchange)).toContain(ending.fix);
    else expect(fixText(exchange)).toBeUndefined();
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
const fromNode = { from: `node/${N1}` as SendRequest['from'] };

/** What is not a fault of a node or Pod: rules, routes and addresses of one's own, a TTL, lengths. */
const OTHERS: readonly (readonly [string, () => Exchange, string, DropCode, string])[] = [
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
