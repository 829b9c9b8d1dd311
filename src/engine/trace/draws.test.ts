import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../host/model';
import { emptyWorld } from '../host/world';
import { kernelProbability } from '../netfilter/print/print-value';
import { distribution } from './distribution';
import { endingOf } from './ending';
import { LiveWorld } from './live';
import type { SendRequest } from './model';
import { buildNetwork } from './network';
import { sendInto } from './send';
import { arbitraryCall } from './testing/arbitrary';
import { call, withRules } from './testing/call';
import { clusterOf } from './testing/cluster';

/** Every way by itself, walked whole with all its steps; the probabilities of the endings. */
function oneByOne(network: Network, request: SendRequest): Map<string, number> {
  const found = new Map<string, number>();
  const open: (readonly boolean[])[] = [[]];
  for (let decided = open.pop(); decided; decided = open.pop()) {
    const holds = [...decided];
    let [next, share] = [0, 1];
    const { outcome } = sendInto(network, new LiveWorld(emptyWorld()), request, {
      draw: ({ match }) => {
        const p = kernelProbability(match.probability);
        const likely = match.negate ? 1 - p : p;
        const at = next++;
        if (at === holds.length) {
          if (likely > 0 && likely < 1) open.push([...holds, true]);
          holds.push(likely === 1);
        }
        share *= holds[at] ? likely : 1 - likely;
        return holds[at] === match.negate ? 1 - 2 ** -53 : 0;
      },
    });
    const { key } = endingOf(outcome);
    found.set(key, (found.get(key) ?? 0) + share);
  }
  return found;
}

const NEW = '-m conntrack --ctstate NEW';
const HALF = '-m statistic --mode random --probability 0.5';
const RULES = [
  `-A PREROUTING ${HALF} -j MARK --or-mark 0x1`,
  `-A PREROUTING ${NEW} ${HALF} -j CONNMARK --set-mark 5`,
  `-A FORWARD -m connmark --mark 5 ${HALF} -j DROP`,
  `-A FORWARD ${NEW} ${HALF} -m recent --set --name a`,
  `-A FORWARD -m recent --rcheck --name a -m mark --mark 0x1/0x1 -j DROP`,
  `-A POSTROUTING ${NEW} ${HALF} -j OTHER`,
  `-A OTHER -m mark --mark 0x1/0x1 -j RETURN`,
  `-A OTHER ${NEW} ${HALF} -j DROP`,
];
const REFUSALS = [
  `-A KUBE-PROXY-FIREWALL ${HALF} -p tcp -j REJECT --reject-with tcp-reset`,
  `-A KUBE-PROXY-FIREWALL ${HALF} -j REJECT`,
];

/** The same network with more rules in mangle and filter of a node. */
const withBoth = (network: Network, node: string, mangle: readonly string[], filter: readonly string[]) =>
  withRules(
    network,
    node,
    ['*mangle', ':OTHER - [0:0]', ...mangle, 'COMMIT']
      .concat('*filter', ':KUBE-PROXY-FIREWALL - [0:0]', filter, 'COMMIT', '')
      .join('\n'),
  );

/** Somebody calls something, and the first node has some of these rules too. */
const arbitrary = fc
  .record({
    asked: arbitraryCall,
    mangle: fc.subarray(RULES, { maxLength: 5 }),
    filter: fc.subarray(REFUSALS, { maxLength: 1 }),
  })
  .map(({ asked, mangle, filter }) => {
    const { cluster, line, seed, overlay, walkOuter, bridgeNf } = asked;
    const nodes = { '*': { sysctls: { bridgeNfCallIptables: bridgeNf } } };
    const plain = buildNetwork(clusterOf(cluster), { overlay, walkOuter, nodes });
    const network = withBoth(plain, 'n1', mangle, filter);
    return { network, request: call(network, line, { seed }).request };
  });

function expectAllWays(network: Network, request: SendRequest): void {
  const chances = distribution(network, emptyWorld(), request);
  const wanted = oneByOne(network, request);
  expect(chances.map(({ key }) => key).sort()).toEqual([...wanted.keys()].sort());
  for (const { key, probability } of chances) expect(probability).toBeCloseTo(wanted.get(key) ?? 0, 12);
}

function expectSameOutcome(network: Network, request: SendRequest): void {
  const ending = (brief: boolean) =>
    endingOf(sendInto(network, new LiveWorld(emptyWorld()), request, { brief }).outcome);
  expect(ending(true)).toEqual(ending(false));
}

it('finds what all ways find, walked one by one', () => {
  fc.assert(
    fc.property(arbitrary, ({ network, request }) => expectAllWays(network, request)),
    { numRuns: 150 },
  );
});

it('comes to the same ending where rules that do not match leave no steps', () => {
  fc.assert(
    fc.property(arbitrary, ({ network, request }) => expectSameOutcome(network, request)),
    { numRuns: 150 },
  );
});

describe('what is looked back to', () => {
  const pod = (name: string, n: 1 | 2) => ({ name, node: `n${n}`, ip: `10.244.${n - 1}.9`, port: 80 });
  const pods = [pod('near', 1), pod('far', 2)];
  const nodes = [1, 2].map((n) => ({
    name: `n${n}`,
    ip: `192.168.111.12${n}`,
    podCidr: `10.244.${n - 1}.0/24`,
  }));
  const services = [{ name: 'svc', clusterIP: '10.96.0.10', port: 80, endpoints: ['10.244.1.9:80@n2'] }];
  const plain = buildNetwork(clusterOf({ nodes, pods, services }));
  const { request } = call(plain, 'near > 10.96.0.10:80');

  it('is the mark of a connection on another node', () => {
    const marks = [`-A PREROUTING ${NEW} ${HALF} -j CONNMARK --set-mark 5`];
    const drops = ['-A FORWARD -m conntrack --ctstate ESTABLISHED -m connmark --mark 5 -j DROP'];
    const marked = withBoth(plain, 'n1', [...marks, ...drops], []);
    const network = withBoth(marked, 'n2', [`-A FORWARD ${NEW} ${HALF}`], []);
    expectAllWays(network, request);
    expect(distribution(network, emptyWorld(), request).map((c) => c.probability)).toEqual([0.5, 0.5]);
  });

  it('is the mark of a tunnel’s flow, after its packet was taken out', () => {
    const outer = '-A PREROUTING -p udp -m udp --dport 8472';
    const marks = [`${outer} -m connmark --mark 5 -j DROP`, `${outer} ${HALF} -j CONNMARK --set-mark 5`];
    const walked = buildNetwork(clusterOf({ nodes, pods, services }), { overlay: 'vxlan', walkOuter: true });
    const network = withBoth(walked, 'n2', [...marks, `-A FORWARD ${NEW} ${HALF}`], []);
    expectAllWays(network, { ...request, conversation: true });
  });

  it('is the port of the bridge that a refused frame came in by', () => {
    const resets = ['-A KUBE-PROXY-FIREWALL -p tcp -j REJECT --reject-with tcp-reset'];
    expectSameOutcome(withBoth(plain, 'n1', [], resets), request);
  });
});
