import { describe, expect, it } from 'vitest';
import { type ConntrackEntry, emptyWorld, familyOf, ip, machineId, type WorldState } from '../../engine';
import { service, slice } from '../../engine/proxy/testing/objects';
import { cleanUdp } from './cleanUdp';

const UDP = [{ port: 53, protocol: 'UDP', targetPort: 8080 }] as const;
const dns = (spec: Partial<Parameters<typeof service>[1]> = {}) =>
  service('default/dns', { clusterIP: '10.96.0.10', ports: UDP, ...spec });
const behind = (endpoints: readonly string[], port = 8080) =>
  slice('default/dns', endpoints, { ports: [{ port, protocol: 'UDP' }] });
const objects = (of: ReturnType<typeof service>, ...slices: ReturnType<typeof slice>[]) => ({
  services: [of],
  endpointSlices: slices,
});

/** `to:port>endpoint:port`, or only where it was sent where no rule rewrote it. */
function flow(text: string, id = 1, proto: 'udp' | 'tcp' = 'udp'): ConntrackEntry {
  const [sent = '', then = sent] = text.split('>');
  const at = (place: string) => {
    const [, address = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(place) ?? [];
    return { address: ip(address), port: Number(port) };
  };
  const [to, from] = [at(sent), at(then)];
  const client = ip(familyOf(to.address) === 4 ? '10.244.0.9' : 'fd00::9');
  return {
    id,
    original: { proto, src: client, dst: to.address, sport: 40_000 + id, dport: to.port },
    reply: { proto, src: from.address, dst: client, sport: from.port, dport: 40_000 + id },
    replied: false,
    confirmed: true,
    natDone: { src: true, dst: true },
    mark: 0,
    assured: false,
    since: 0,
    expires: 30,
  };
}

const [HERE, THERE] = [machineId('node/here'), machineId('node/there')];
const worldOf = (...conntrack: ConntrackEntry[]): WorldState => ({
  ...emptyWorld(),
  machines: new Map([HERE, THERE].map((id) => [id, { conntrack, recent: new Map() }])),
});

type Change = readonly [Parameters<typeof cleanUdp>[2], Parameters<typeof cleanUdp>[3]];
/** Which of the flows are left on the node of the kube-proxy that has seen the change. */
const left = ([before, after]: Change, ...flows: string[]) =>
  cleanUdp(worldOf(...flows.map((text, i) => flow(text, i + 1))), 'here', before, after)
    .machines.get(HERE)
    ?.conntrack.map(({ id }) => flows[id - 1]);

const A = '10.244.1.4@there';
const B = '10.244.0.2@here';
const TO_A = '10.96.0.10:53>10.244.1.4:8080';
const TO_B = '10.96.0.10:53>10.244.0.2:8080';

describe('an endpoint of a UDP Service goes (deleteStaleEndpointConntrackEntries)', () => {
  const gone: Change = [objects(dns(), behind([A, B])), objects(dns(), behind([B]))];

  it('its flows go, those to other endpoints stay', () => {
    expect(left(gone, TO_A, TO_B)).toEqual([TO_B]);
  });
  it('it goes where it is there but not ready any more', () => {
    expect(left([gone[0], objects(dns(), behind([`${A}-`, B]))], TO_A, TO_B)).toEqual([TO_B]);
  });
  it('one that was not ready before had no flows to lose', () => {
    expect(left([objects(dns(), behind([`${A}-`, B])), gone[1]], TO_A)).toEqual([TO_A]);
  });
  it('it goes where only its port changes', () => {
    expect(left([objects(dns(), behind([A])), objects(dns(), behind([A], 9090))], TO_A)).toEqual([]);
  });
  it('flows to external IPs, load balancer addresses and the node port go as well', () => {
    const open = dns({
      type: 'LoadBalancer',
      externalIPs: ['192.0.2.7'],
      ports: [{ ...UDP[0], nodePort: 30_053 }],
    });
    const all = { ...open, status: { loadBalancer: { ingress: [{ ip: '203.0.113.5' }] } } };
    const flows = ['192.0.2.7:53', '203.0.113.5:53', '192.168.0.1:30053'].map(
      (to) => `${to}>10.244.1.4:8080`,
    );
    expect(left([objects(all, behind([A, B])), objects(all, behind([B]))], ...flows, TO_B)).toEqual([TO_B]);
  });
  it('calls of the Pod itself are not the Service’s, also at a port that is the node port’s', () => {
    const open = dns({ type: 'NodePort', ports: [{ ...UDP[0], nodePort: 30_053 }] });
    const direct = ['10.244.1.4:8080', '10.244.1.4:30053'];
    const change: Change = [objects(open, behind([A, B])), objects(open, behind([B]))];
    expect(left(change, ...direct)).toEqual(direct);
  });
  it('TCP keeps its flows, since closing them would break what still ends well', () => {
    const world = worldOf(flow(TO_A, 1, 'tcp'));
    expect(cleanUdp(world, 'here', ...gone)).toBe(world);
  });
  it('only the node of this kube-proxy loses them', () => {
    const world = worldOf(flow(TO_A));
    const after = cleanUdp(world, 'here', ...gone);
    expect(after.machines.get(HERE)?.conntrack).toEqual([]);
    expect(after.machines.get(THERE)?.conntrack).toHaveLength(1);
  });
  it('the same for IPv6, whose kube-proxy leaves IPv4’s node port alone', () => {
    const six = dns({
      type: 'NodePort',
      clusterIP: 'fd00:96::a',
      ipFamilies: ['IPv6'],
      ports: [{ ...UDP[0], nodePort: 30_053 }],
    });
    const to = ['[fd00:96::a]:53>[fd00::4]:8080', '[fd00:1::1]:30053>[fd00::4]:8080'];
    const four = '192.168.0.1:30053>10.244.1.4:8080';
    const [none, some] = [objects(six), objects(six, behind(['fd00::4@there']))];
    expect(left([some, none], ...to, four)).toEqual([four]);
    expect(left([none, some], '[fd00:1::1]:30053', four)).toEqual([four]);
  });
});

describe('a UDP Service gets its first endpoint (deleteStaleServiceConntrackEntries)', () => {
  const HOLE = '10.96.0.10:53';
  const first: Change = [objects(dns()), objects(dns(), behind([A]))];

  it('flows that no rule has rewritten go', () => {
    expect(left(first, HOLE)).toEqual([]);
  });
  it('all flows to its ClusterIP go, whatever their port; others stay', () => {
    expect(left(first, '10.96.0.10:54', '10.96.0.11:53')).toEqual(['10.96.0.11:53']);
  });
  it('one that is not ready is none', () => {
    expect(left([first[0], objects(dns(), behind([`${A}-`]))], HOLE)).toEqual([HOLE]);
  });
  it('a second endpoint changes nothing', () => {
    expect(left([first[1], objects(dns(), behind([A, B]))], HOLE, TO_A)).toEqual([HOLE, TO_A]);
  });
  it('flows to its node port go', () => {
    const open = dns({ type: 'NodePort', ports: [{ ...UDP[0], nodePort: 30_053 }] });
    expect(left([objects(open), objects(open, behind([A]))], '192.168.0.1:30053')).toEqual([]);
  });
  it('to a kube-proxy that has just started, every Service gets its first', () => {
    expect(left([undefined, objects(dns(), behind([B]))], TO_A, TO_B)).toEqual([]);
  });
});

describe('a UDP Service goes (ServicePortMap.unmerge)', () => {
  it('flows to its ClusterIP go', () => {
    expect(left([objects(dns(), behind([A])), { services: [], endpointSlices: [] }], TO_A)).toEqual([]);
  });
  it('a port that changes its protocol is another port', () => {
    const tcp = dns({ ports: [{ ...UDP[0], protocol: 'TCP' }] });
    expect(left([objects(dns(), behind([A])), objects(tcp, behind([A]))], TO_A)).toEqual([]);
  });
});

it('nothing is looked at where nothing changed', () => {
  const [world, same] = [worldOf(flow(TO_A)), objects(dns(), behind([A]))];
  expect(cleanUdp(world, 'here', same, same)).toBe(world);
});
