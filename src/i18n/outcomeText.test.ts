import { expect, it } from 'vitest';
import { outcomeText } from './outcomeText';
import { dropText } from './steps/drop';
import { stepText } from './stepText';
import { exchangeOf } from './testing/exchange';

const client = 'pod/default/client';
const service = 'svc/default/nginx-svc:8080';
const told = (...args: Parameters<typeof exchangeOf>) => {
  const x = exchangeOf(...args);
  const { tone, headline, client: seen, detail } = outcomeText(x);
  for (const step of x.steps)
    expect(Object.values(stepText(step)).join(' ')).not.toMatch(/\{\{|undefined|NaN/);
  return [tone, headline, seen, detail];
};

it('an answered call', () => {
  expect(told(`${client} > ${service}`, { force: '10.244.1.4:80' })).toEqual([
    'ok',
    'Answered by nginx-deployment-55f598f8d-pxp6x',
    'The connection is open. The answer comes from 10.104.112.175:8080.',
    'nginx-deployment-55f598f8d-pxp6x reads it at 10.244.1.4:80 and sees 10.244.0.5:40000 as its peer.',
  ]);
});

it('a connection opened anew where one stands', () => {
  const way = `${client} > ${service}`;
  const half = exchangeOf(way, { force: '10.244.1.4:80' });
  const open = exchangeOf(way, {}, undefined, half.world);
  expect(told(way, { flags: ['SYN'] }, undefined, open.world)).toEqual([
    'ok',
    'Answered by nginx-deployment-55f598f8d-pxp6x',
    'The connection is open, a second late: an old one from the same port still stood, and was ended first. The answer comes from 10.104.112.175:8080.',
    'nginx-deployment-55f598f8d-pxp6x reads it at 10.244.1.4:80 and sees 10.244.0.5:40000 as its peer.',
  ]);
});

it('a Service without endpoints', () => {
  const edit = (yaml: string) => yaml.replace(/(selector:\n\s+app: )nginx(\n {2}clusterIP)/, '$1ngnix$2');
  expect(told(`${client} > ${service}`, {}, edit)).toEqual([
    'drop',
    'Refused by a rule',
    'Connection refused, at once.',
    'default/nginx-svc has no usable endpoint anywhere, so calls to its cluster IP 10.104.112.175:8080 are refused at once. So says rule 1 of KUBE-SERVICES, table filter, on ycwang-ubuntu. 10.244.0.1 answers with ICMP: port unreachable.',
  ]);
});

it('a port at which nothing listens', () => {
  expect(told(`${client} > 10.244.1.4:81`)).toEqual([
    'drop',
    'Refused: nothing listens there',
    'Connection refused, at once.',
    'nginx-deployment-55f598f8d-pxp6x got the packet and has no socket at port 81. Its kernel answers with RST.',
  ]);
});

it('a Pod called from outside', () => {
  expect(told('outside > 10.244.1.4:80')).toEqual([
    'drop',
    'The packet is lost on its way',
    'Nothing. It tries again for about two minutes, then: Connection timed out.',
    "Lost beyond the LAN's router. The LAN's router has only its default route for 10.244.1.4: the packet leaves, away from the cluster, to where nobody knows this address.",
  ]);
});

it('a process that listens on 127.0.0.1 only', () => {
  const pods = { 'default/nginx-deployment-55f598f8d-pxp6x': { listens: 'localhost' } } as const;
  expect(told(`${client} > ${service}`, { force: '10.244.1.4:80' }, undefined, undefined, { pods })[3]).toBe(
    'nginx-deployment-55f598f8d-pxp6x got the packet, but its process listens on 127.0.0.1 only: nobody has port 80 at 10.244.1.4. Its kernel answers with RST.',
  );
});

it('a firewall between the nodes', () => {
  const nodes = { 'ycwang-ubuntu-worker': { overlayBlocked: 'firewall' } } as const;
  expect(told(`${client} > ${service}`, { force: '10.244.1.4:80' }, undefined, undefined, { nodes })).toEqual(
    [
      'drop',
      'The packet is lost on its way',
      'Nothing. It tries again for about two minutes, then: Connection timed out.',
      'A firewall before ycwang-ubuntu-worker drops it. It lets nothing in at udp port 8472, and none of the node’s own rules sees the packet. What is lost is the VXLAN packet around it, 192.168.111.128 to 192.168.111.129, UDP port 8472.',
    ],
  );
});

it.each([
  ['127.0.0.1', 'An address of the loopback range on eth0. route_localnet is 0, so n1 drops it.'],
  [
    '192.168.0.1',
    '192.168.0.1 is an address of n1 itself: from eth0 the kernel does not believe it as a source.',
  ],
])('a martian from %s is told by what it is', (src, detail) => {
  const packet = { src, dst: '10.244.0.2', ttl: 64, family: 4 };
  const step = {
    code: 'martian',
    machine: 'node/n1',
    station: { at: 'routing' },
    before: { packet },
    params: { src, iif: 'eth0' },
  };
  expect(dropText(step as never).detail).toBe(detail);
});
