import { expect, it } from 'vitest';
import type { Exchange, Step } from '../../engine';
import { exchangeOf } from '../../i18n/testing/exchange';
import { compareLayers, type LayerChange, layersOf } from './layers';

const way = 'pod/default/client > svc/default/nginx-svc:8080';
const crossing = () => exchangeOf(way, { force: '10.244.1.4:80' });

const find = (x: Exchange, is: (step: Step) => boolean): Step => {
  const step = x.steps.find(is);
  if (!step) throw new Error('no such step');
  return step;
};

/** `Name: field was -> now`, of what changed. */
const told = (layers: readonly LayerChange[]) =>
  layers.flatMap(({ name, change, fields }) => [
    ...(change ? [`${change} ${name}`] : []),
    ...fields.flatMap((f) =>
      f.before === undefined ? [] : [`${name}: ${f.name} ${f.before} -> ${f.value}`],
    ),
  ]);
const changes = ({ before, after }: Step) => told(compareLayers(before.packet, after.packet));

it('has the fields that Wireshark shows, by their names there', () => {
  const [ip, tcp, ...rest] = layersOf(crossing().steps[0]?.after.packet as Step['after']['packet']);
  expect(ip?.name).toBe('Internet Protocol Version 4');
  expect(ip?.fields.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Version: 4',
    'Time to Live: 64',
    'Protocol: TCP (6)',
    'Source Address: 10.244.0.5',
    'Destination Address: 10.104.112.175',
  ]);
  expect(tcp?.name).toBe('Transmission Control Protocol');
  expect(tcp?.fields.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    expect.stringMatching(/^Source Port: \d+$/),
    'Destination Port: 8080',
    'Flags: 0x002 (SYN)',
  ]);
  expect(rest).toEqual([]);
});

it('tells a DNAT, a hop and the tunnel by the fields that changed', () => {
  const x = crossing();
  expect(changes(find(x, (s) => s.kind === 'rule' && s.rewrites.length > 0))).toEqual([
    'Internet Protocol Version 4: Destination Address 10.104.112.175 -> 10.244.1.4',
    'Transmission Control Protocol: Destination Port 8080 -> 80',
  ]);
  expect(changes(find(x, (s) => s.kind === 'ttl'))).toEqual([
    'Internet Protocol Version 4: Time to Live 64 -> 63',
  ]);
  const tunnel = [
    'Internet Protocol Version 4',
    'User Datagram Protocol',
    'Virtual eXtensible Local Area Network',
  ];
  const wrapped = x.steps.findIndex((s, i) => s.after.packet.vxlan && !x.steps[i - 1]?.after.packet.vxlan);
  const carried = x.steps[wrapped]?.after.packet as Step['after']['packet'];
  const bare = x.steps[wrapped - 1]?.after.packet as Step['after']['packet'];
  expect(told(compareLayers(bare, carried))).toEqual(tunnel.map((name) => `added ${name}`));
  expect(told(compareLayers(carried, bare))).toEqual(tunnel.map((name) => `removed ${name}`));
});

it('shows the packet that an ICMP error quotes', () => {
  const refused = exchangeOf(way, {}, (yaml) => yaml.replace('replicas: 2', 'replicas: 0'));
  const error = find(refused, (s) => s.after.packet.icmp?.quoted !== undefined);
  expect(layersOf(error.after.packet).map(({ name }) => name)).toEqual([
    'Internet Protocol Version 4',
    'Internet Control Message Protocol',
    'Internet Protocol Version 4',
    'Transmission Control Protocol',
  ]);
  expect(layersOf(error.after.packet)[1]?.fields).toEqual([
    { name: 'Type', value: '3 (Destination unreachable)' },
    { name: 'Code', value: '3 (Port unreachable)' },
  ]);
});

it.each([
  ['TCP', ['SYN', 'ACK'], '0x012 (SYN, ACK)'],
  ['TCP', ['RST', 'ACK'], '0x014 (RST, ACK)'],
] as const)('%s flags %j are %s', (_, flags, text) => {
  const packet = { ...(crossing().steps[0]?.after.packet as Step['after']['packet']), flags };
  expect(layersOf(packet)[1]?.fields.at(-1)?.value).toBe(text);
});
