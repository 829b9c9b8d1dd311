import type { DropCode, OutcomeCode } from '../../engine';
import { readDocument } from '../document/document';
import type { Stale } from '../document/model';
import { sampleById } from '../document/samples';
import { NO_STALE } from '../document/stale';
import { opened } from '../initial';
import { encodeShared } from '../link/url';
import type { SentPacket } from '../session/model';
import type { Settings } from '../settings/settings';

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
  /** Whom the one who read it takes for its peer, where that is not the caller. */
  readonly source?: string;
  /** Words of what to do; absent where nothing is wrong, or nothing can be advised. */
  readonly fix?: string;
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
const NODE_PORT = { sample: 'article-nodeport', packet: { force: '10.244.1.6:80' } } as const;

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
    fix: 'kubectl exec -n default nginx-deployment-55f598f8d-pxp6x -- ss -ltnu',
  },
  {
    name: 'it listens on 127.0.0.1 only',
    ...ARTICLE,
    settings: { [`listens@${FAR}`]: 'localhost' },
    outcome: 'refused',
    headline: 'Refused: nothing listens there',
    client: AT_ONCE,
    where: `pod/${FAR} process`,
    fix: 'Let the program listen on 0.0.0.0',
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
    fix: 'kubectl get endpointslices -n default -l kubernetes.io/service-name=nginx-svc',
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
    fix: 'Give ycwang-ubuntu a route: ip route get 10.104.112.175',
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
    fix: 'Bring ycwang-ubuntu-worker back',
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
    fix: 'No Pod has 10.244.1.99 any more',
  },
  {
    name: 'the endpoint’s node died',
    ...ARTICLE,
    settings: { [`down@${N2}`]: 'died' },
    ...LOST,
    drop: 'no-neighbour',
    where: `node/${N1} interface`,
    fix: 'Bring ycwang-ubuntu-worker back',
  },
  {
    name: 'ip_forward is 0',
    ...ARTICLE,
    settings: { [`ipForward@${N1}`]: false },
    ...LOST,
    drop: 'ip-forward-off',
    where: `node/${N1} routing`,
    fix: 'sysctl -w net.ipv4.ip_forward=1 on ycwang-ubuntu',
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
    fix: 'Open UDP port 8472 between the nodes',
  },
  {
    name: 'a firewall between the nodes shuts the overlay’s port',
    ...ARTICLE,
    settings: { [`overlayPort@${N2}`]: 'firewall' },
    ...LOST,
    drop: 'firewall',
    where: `node/${N1} wire`,
    fix: 'Open UDP port 8472 between the nodes',
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
    fix: 'Open UDP port 8472 between the nodes',
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
    fix: 'iptables -t filter -P FORWARD ACCEPT',
  },
  {
    name: 'a ClusterIP called from outside',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, from: 'outside' },
    settings: {},
    ...LOST,
    drop: 'lost-upstream',
    where: 'router wire',
    fix: 'call a node port',
  },
  {
    name: '127.0.0.1 without route_localnet',
    ...NODE_PORT,
    packet: { ...NODE_PORT.packet, from: `node/${N1}`, to: '127.0.0.1:30000' },
    settings: { [`routeLocalnet@${N1}`]: false },
    ...LOST,
    drop: 'martian',
    where: `node/${N1} routing`,
    fix: 'iptables.localhostNodePorts: true',
  },
  {
    name: 'a Pod calls itself without hairpin',
    sample: 'hairpin',
    packet: {},
    settings: { 'hairpin@*': false },
    ...LOST,
    drop: 'hairpin-off',
    where: 'node/node-1 bridge',
    fix: 'ip link set dev veth',
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
    fix: 'modprobe br_netfilter',
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
    fix: 'sysctl -w net.ipv4.conf.all.rp_filter=2',
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
    fix: 'kubectl get endpointslices',
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
    fix: 'rules of a stopped kube-proxy',
  },
  {
    name: 'a node port, masqueraded on its way to another node',
    ...NODE_PORT,
    settings: {},
    outcome: 'answered',
    headline: 'Answered by nginx-deployment-55f598f8d-ls786',
    client: 'The connection is open. The answer comes from 192.168.111.128:30000.',
    where: 'outside process',
    source: '10.244.0.0',
  },
  {
    name: 'UDP to which nobody answers',
    ...ARTICLE,
    edit: overUdp,
    packet: { ...ARTICLE.packet, proto: 'udp', oneWay: true },
    settings: {},
    outcome: 'delivered',
    headline: 'Delivered to nginx-deployment-55f598f8d-pxp6x',
    client: 'Nothing, and nothing is to come: nobody answers such a packet.',
    where: `pod/${FAR} process`,
  },
  {
    name: 'a ping to a cluster IP',
    ...ARTICLE,
    packet: { from: ARTICLE.packet.from, to: '10.104.112.175', proto: 'icmp' },
    settings: {},
    outcome: 'timeout',
    drop: 'lost-upstream',
    headline: 'The packet is lost on its way',
    client: 'No reply. ping goes on asking.',
    where: 'router wire',
    fix: 'call a node port',
  },
  {
    name: 'externalTrafficPolicy Local, and no endpoint on the node',
    ...NODE_PORT,
    edit: (yaml) => yaml.replace('type: NodePort', 'type: NodePort\n  externalTrafficPolicy: Local'),
    settings: { 'ready@default/nginx-deployment-55f598f8d-pj2xk': false },
    outcome: 'timeout',
    drop: 'rule-drop',
    headline: 'The packet is dropped',
    client: WAITS,
    where: `node/${N1} input`,
    fix: 'Call a node that has a ready endpoint',
  },
  {
    name: 'internalTrafficPolicy Local, and no endpoint on the node',
    ...ARTICLE,
    edit: (yaml) => yaml.replace('spec:\n  ports:', 'spec:\n  internalTrafficPolicy: Local\n  ports:'),
    settings: { [`ready@${NEAR}`]: false },
    outcome: 'timeout',
    drop: 'rule-drop',
    headline: 'The packet is dropped',
    client: WAITS,
    where: `node/${N1} forward`,
    fix: 'internalTrafficPolicy: Cluster',
  },
  {
    name: 'a caller outside of the source ranges',
    sample: 'loadbalancer-cluster',
    edit: (yaml) => yaml.replace('  selector:', '  loadBalancerSourceRanges: [198.51.100.0/24]\n  selector:'),
    packet: {},
    settings: {},
    outcome: 'timeout',
    drop: 'rule-drop',
    headline: 'The packet is dropped',
    client: WAITS,
    where: 'node/node-2 forward',
    fix: 'Add the caller’s network to spec.loadBalancerSourceRanges: 192.168.0.1 came here',
  },
  {
    name: 'a load balancer without a healthy node',
    sample: 'loadbalancer-local',
    edit: (yaml) => yaml.replace('app: web\n  ports', 'app: nobody\n  ports'),
    packet: {},
    settings: {},
    ...LOST,
    drop: 'lb-no-node',
    where: 'lb routing',
    fix: 'a node without one answers 503',
  },
  {
    name: 'a port that the load balancer lacks',
    sample: 'loadbalancer-local',
    packet: { to: '203.0.113.10:81' },
    settings: {},
    ...LOST,
    drop: 'lb-no-port',
    where: 'lb routing',
    fix: 'kubectl get services -A',
  },
  {
    name: 'TTL 1',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, ttl: 1 },
    settings: {},
    outcome: 'unreachable',
    drop: 'ttl-exceeded',
    headline: 'Unreachable',
    client: 'No route to host, at once.',
    where: `node/${N1} routing`,
    fix: 'send with more',
  },
  {
    name: 'a datagram that fits the Pod, not VXLAN',
    ...ARTICLE,
    edit: overUdp,
    packet: { ...ARTICLE.packet, to: '10.244.1.4:80', proto: 'udp', size: 1500 },
    settings: { podMtu: '1500' },
    outcome: 'unreachable',
    drop: 'too-big',
    headline: 'Too large for the way',
    client: 'Message too long. The next one of that size is fragmented before it is sent.',
    where: `node/${N1} routing`,
    fix: 'let "fragmentation needed" and "packet too big" pass',
  },
  {
    name: 'data too large for the LAN, after a handshake that passes',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, to: '10.244.1.4:80', conversation: true, size: 1500 },
    settings: { lanMtu: '1400' },
    outcome: 'timeout',
    drop: 'lost-oversize',
    headline: 'The packet is lost on its way',
    client:
      'The connection stands, then nothing more comes. It tries again for about 15 minutes, then: Connection timed out.',
    where: `node/${N1} wire`,
    fix: 'until the outer packet fits 1400 bytes',
  },
  {
    name: 'a packet that belongs to no flow',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, to: '10.244.1.4:80', flags: ['SYN', 'ACK'] },
    settings: {},
    outcome: 'timeout',
    drop: 'rule-drop',
    headline: 'The packet is dropped',
    client: 'Nothing. No program waits for an answer to such a packet.',
    where: `node/${N1} forward`,
    fix: 'fits no flow that ycwang-ubuntu knows',
  },
  {
    name: 'data of a connection that the Pod does not have',
    ...ARTICLE,
    packet: { ...ARTICLE.packet, to: '10.244.1.4:80', flags: ['PSH', 'ACK'] },
    settings: {},
    outcome: 'refused',
    headline: 'Reset: the connection is not known there',
    client: 'Connection reset by peer.',
    where: `pod/${FAR} process`,
    fix: 'Connect anew',
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
