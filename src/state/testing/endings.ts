import type { DropCode, OutcomeCode } from '../../engine';
import { readDocument } from '../document';
import { opened } from '../initial';
import { sampleById } from '../samples';
import type { Settings } from '../settings';
import { NO_STALE, type Stale } from '../stale';
import type { SentPacket } from '../types';
import { encodeShared } from '../url';

/** A cluster, what is set, and a packet: nothing else decides how it ends. */
export interface Ending {
  readonly name: string;
  readonly sample: string;
  readonly edit?: (yaml: string) => string;
  readonly settings: Settings;
  /** The text before the edit: what stopped kube-proxies saw last, by which their rules and their nodes' flows go. */
  readonly seen?: (yaml: string) => string;
  readonly packet: Partial<SentPacket>;
  readonly outcome: OutcomeCode;
  readonly drop?: DropCode;
  /** The headline, what the client sees, and where the deciding step is: machine, then hook or other station. */
  readonly headline: string;
  readonly client: string;
  readonly where: string;
}

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';
const NEAR = 'default/nginx-deployment-55f598f8d-49l2v';
const FAR = 'default/nginx-deployment-55f598f8d-pxp6x';

/** The article's client calls its Service and gets the endpoint on the other node. */
const ARTICLE = {
  sample: 'article-clusterip',
  packet: { from: 'pod/default/client', to: 'svc/default/nginx-svc:8080', force: '10.244.1.4:80' },
} as const;
const NODE_PORT = { sample: 'article-nodeport', packet: { force: '10.244.1.4:80' } } as const;

const overUdp = (yaml: string) => yaml.replaceAll('protocol: TCP', 'protocol: UDP');

const AT_ONCE = 'Connection refused, at once.';
const WAITS = 'Nothing. It tries again for about two minutes, then: Connection timed out.';
const LOST = { outcome: 'timeout', headline: 'The packet is lost on its way', client: WAITS } as const;

export const ENDINGS: readonly Ending[] = [
  {
    name: 'nothing fails',
    ...ARTICLE,
    settings: {},
    outcome: 'answered',
    headline: 'Answered by nginx-deployment-55f598f8d-pxp6x',
    client: 'The connection is open. The answer comes from 10.104.112.175:8080.',
    where: 'pod/default/client process',
  },
  {
    name: 'nothing listens',
    ...ARTICLE,
    settings: { [`listens@${FAR}`]: 'none' },
    outcome: 'refused',
    headline: 'Refused: nothing listens there',
    client: AT_ONCE,
    where: `pod/${FAR} process`,
  },
  {
    name: 'it listens on 127.0.0.1 only',
    ...ARTICLE,
    settings: { [`listens@${FAR}`]: 'localhost' },
    outcome: 'refused',
    headline: 'Refused: nothing listens there',
    client: AT_ONCE,
    where: `pod/${FAR} process`,
  },
  {
    name: 'no Pod is ready',
    ...ARTICLE,
    settings: { [`ready@${FAR}`]: false, [`ready@${NEAR}`]: false },
    outcome: 'refused',
    drop: 'rule-reject',
    headline: 'Refused by a rule',
    client: AT_ONCE,
    where: `node/${N1} forward`,
  },
  {
    name: 'a node without a default route',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, from: `node/${N1}` },
    settings: { [`defaultRoute@${N1}`]: false },
    outcome: 'unreachable',
    drop: 'no-route',
    headline: 'Unreachable',
    client: 'Network is unreachable, at once.',
    where: `node/${N1} routing`,
  },
  {
    name: 'a node calls one that is down',
    ...ARTICLE,
    packet: { from: `node/${N1}`, to: '192.168.111.129:22' },
    settings: { [`down@${N2}`]: 'died' },
    outcome: 'unreachable',
    drop: 'no-neighbour',
    headline: 'Unreachable',
    client: 'No route to host, after about three seconds of asking.',
    where: `node/${N1} interface`,
  },
  {
    name: 'a Pod calls an address that no Pod has',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, to: '10.244.1.99:80' },
    settings: {},
    outcome: 'unreachable',
    drop: 'no-neighbour',
    headline: 'Unreachable',
    client: 'No route to host, after about three seconds of asking.',
    where: `node/${N2} interface`,
  },
  {
    name: 'the endpoint’s node died',
    ...ARTICLE,
    settings: { [`down@${N2}`]: 'died' },
    ...LOST,
    drop: 'no-neighbour',
    where: `node/${N1} interface`,
  },
  {
    name: 'ip_forward is 0',
    ...ARTICLE,
    settings: { [`ipForward@${N1}`]: false },
    ...LOST,
    drop: 'ip-forward-off',
    where: `node/${N1} routing`,
  },
  {
    name: 'a rule of the node shuts the overlay’s port',
    ...ARTICLE,
    settings: { [`overlayPort@${N2}`]: 'input' },
    outcome: 'timeout',
    drop: 'rule-drop',
    headline: 'The packet is dropped',
    client: WAITS,
    where: `node/${N2} input`,
  },
  {
    name: 'a firewall between the nodes shuts the overlay’s port',
    ...ARTICLE,
    settings: { [`overlayPort@${N2}`]: 'firewall' },
    ...LOST,
    drop: 'firewall',
    where: `node/${N1} wire`,
  },
  {
    name: 'the answer’s way is shut',
    ...ARTICLE,
    settings: { [`overlayPort@${N1}`]: 'input' },
    outcome: 'timeout',
    drop: 'rule-drop',
    headline: 'The answer is dropped on its way back',
    client: WAITS,
    where: `node/${N1} input`,
  },
  {
    name: 'FORWARD’s policy is DROP, and nobody accepts before',
    ...ARTICLE,
    settings: { 'forwardPolicy@*': 'DROP', 'forwardRules@*': false },
    outcome: 'timeout',
    drop: 'policy-drop',
    headline: 'The packet is dropped',
    client: WAITS,
    where: `node/${N1} forward`,
  },
  {
    name: 'a ClusterIP called from outside',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, from: 'outside' },
    settings: {},
    ...LOST,
    drop: 'lost-upstream',
    where: 'router wire',
  },
  {
    name: '127.0.0.1 without route_localnet',
    ...NODE_PORT,
    packet: { ...NODE_PORT.packet, from: `node/${N1}`, to: '127.0.0.1:30000' },
    settings: { [`routeLocalnet@${N1}`]: false },
    ...LOST,
    drop: 'martian',
    where: `node/${N1} routing`,
  },
  {
    name: 'a Pod calls itself without hairpin',
    sample: 'hairpin',
    packet: {},
    settings: { 'hairpin@*': false },
    ...LOST,
    drop: 'hairpin-off',
    where: 'node/node-1 bridge',
  },
  {
    name: 'iptables is not asked about bridged answers',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, force: '10.244.0.2:80' },
    settings: { 'bridgeNfCallIptables@*': false },
    outcome: 'timeout',
    drop: 'no-such-flow',
    headline: 'The answer is lost on its way back',
    client: WAITS,
    where: 'pod/default/client process',
  },
  {
    name: 'a Pod has the address of the client outside, and rp_filter is strict',
    ...NODE_PORT,
    edit: (yaml) => `${yaml}
---
apiVersion: v1
kind: Pod
metadata: { name: twin }
spec: { nodeName: ${N1}, containers: [{ name: c, image: nginx }] }
status: { podIP: 192.168.111.1 }
`,
    settings: { [`rpFilter@${N1}`]: '1' },
    ...LOST,
    drop: 'rp-filter',
    where: `node/${N1} routing`,
  },
  {
    name: 'UDP that a node’s own rules reject',
    ...ARTICLE,
    edit: overUdp,
    packet: { ...ARTICLE.packet, from: `node/${N1}`, proto: 'udp' },
    settings: { [`ready@${FAR}`]: false, [`ready@${NEAR}`]: false },
    outcome: 'refused',
    drop: 'rule-reject',
    headline: 'Refused by a rule',
    client: 'An ICMP error comes back; the next call on the socket fails with "Connection refused".',
    where: `node/${N1} output`,
  },
  {
    name: 'a UDP flow whose endpoint went while kube-proxy was stopped',
    ...ARTICLE,
    seen: overUdp,
    edit: (yaml) =>
      overUdp(yaml)
        .split('\n---\n')
        .filter((document) => !document.includes('podIP: 10.244.1.4'))
        .join('\n---\n')
        .replace('replicas: 2', 'replicas: 1'),
    packet: { ...ARTICLE.packet, proto: 'udp' },
    settings: { [`kubeProxy@${N1}`]: false },
    outcome: 'unreachable',
    drop: 'no-neighbour',
    headline: 'Unreachable',
    client: 'No route to host, after about three seconds of asking.',
    where: `node/${N2} interface`,
  },
];

/** The text, the packet in full, and what stopped kube-proxies saw. */
export function parts({ sample, edit = (yaml) => yaml, packet, seen, settings }: Ending) {
  const { yaml, send } = sampleById(sample);
  const full: SentPacket = { seed: 1, sport: 40_000, ...send, ...packet };
  const nodes = Object.keys(settings).flatMap((key) => (key.startsWith('kubeProxy@') ? [key.slice(10)] : []));
  const stale: Stale = seen
    ? new Map(nodes.map((node) => [node, { text: seen(yaml), settings: {} }]))
    : NO_STALE;
  return { text: edit(yaml), packet: full, stale };
}

/** The state in which a page opens that has its link. */
export function openedAt(ending: Ending) {
  const { text, packet, stale } = parts(ending);
  const document = readDocument(text, undefined, false, ending.settings, undefined, undefined, stale);
  return opened(document, ending.seen ? [packet, packet] : [packet]);
}

/** What follows `#` in its link, at the deciding step. */
export function linkTo(ending: Ending): string {
  const { text, stale } = parts(ending);
  const { exchange, session } = openedAt(ending);
  const cursor = exchange?.outcome.step ?? 0;
  const { settings } = ending;
  return encodeShared({ text, sample: undefined, session, cursor, grain: 'rule', settings, stale });
}
