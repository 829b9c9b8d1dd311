import type { Packet } from '../../net/packet';
import type { ModuleAnswer, ModuleTest } from '../facts';
import type { PortRange } from '../model';
import { type ModuleReader, written } from './module';
import { portRange } from './port-range';

/** XT_MULTI_PORTS; a range takes two of them (net/netfilter/xt_multiport.c). */
const MOST = 15;

const SIDES = {
  '--sports': 'sport',
  '--source-ports': 'sport',
  '--dports': 'dport',
  '--destination-ports': 'dport',
  '--ports': 'port',
  '--port': 'port',
} as const;
const NAMES = { sport: '--sports', dport: '--dports', port: '--ports' } as const;

const rangeText = ({ from, to }: PortRange): string => (from === to ? `${from}` : `${from}:${to}`);

/** ports_match_v1 in xt_multiport.c: `--ports` is content with either end. */
function test(side: 'sport' | 'dport' | 'port', ranges: readonly PortRange[], negate: boolean): ModuleTest {
  const holds = (port: number) => ranges.some(({ from, to }) => port >= from && port <= to);
  return ({ input: { packet } }): ModuleAnswer => {
    if (packet.icmp) return { field: 'proto', actual: packet.proto };
    const { sport, dport } = packet;
    const found = side === 'port' ? holds(sport) || holds(dport) : holds(packet[side]);
    return found === negate ? { field: side, actual: actual(packet, side) } : undefined;
  };
}

const actual = (packet: Packet, side: 'sport' | 'dport' | 'port'): string =>
  side === 'port' ? `${packet.sport}, ${packet.dport}` : `${packet[side]}`;

export const multiport: ModuleReader = ({ options }) => {
  const option = options[0];
  const side = SIDES[option?.name as keyof typeof SIDES];
  if (!option || options.length !== 1 || !side || option.values.length !== 1) return undefined;
  const ranges = (option.values[0] ?? '').split(',').map(portRange);
  if (!ranges.every((range) => range !== undefined)) return undefined;
  const places = ranges.reduce((sum, { from, to }) => sum + (from === to ? 1 : 2), 0);
  if (places > MOST) return 'wrong';
  const text = written(option.negate, NAMES[side], ranges.map(rangeText).join(','));
  return { options: text, test: test(side, ranges, option.negate) };
};
