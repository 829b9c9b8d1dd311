import { ipLength } from '../../net/length';
import type { Packet } from '../../net/packet';
import type { ModuleAnswer, ModuleField, ModuleTest } from '../facts';
import { type ModuleReader, numberOf, optionMap, written } from './module';

/** Fields of the IP header, and the like, that one number tells. */

const equal = (
  field: ModuleField,
  read: (packet: Packet) => number,
  holds: (value: number) => boolean,
  negate: boolean,
  text: (value: number) => string = String,
): ModuleTest => {
  return ({ input: { packet } }): ModuleAnswer => {
    const value = read(packet);
    return holds(value) === negate ? { field, actual: text(value) } : undefined;
  };
};

/** length_mt in net/netfilter/xt_length.c: from the IP header on. */
export const length: ModuleReader = (clause) => {
  const option = optionMap(clause, { '--length': 'length' })?.get('length');
  const parts = /^(\d*)(:?)(\d*)$/.exec(option?.values[0] ?? '');
  if (!option || !parts || (!parts[1] && !parts[3])) return undefined;
  const from = Number(parts[1] || 0);
  const to = parts[2] ? Number(parts[3] || 65535) : from;
  if (from > to || to > 65535) return 'wrong';
  return {
    options: written(option.negate, '--length', from === to ? `${from}` : `${from}:${to}`),
    test: equal('length', ipLength, (n) => n >= from && n <= to, option.negate),
  };
};

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  lt: (a, b) => a < b,
  gt: (a, b) => a > b,
};

/** ttl_mt and hl_mt6 in net/netfilter/xt_hl.c. */
export const ttl: ModuleReader = ({ value: module, options }) => {
  const option = options[0];
  const name = option?.name === `--${module}` ? `--${module}-eq` : (option?.name ?? '');
  const how = new RegExp(`^--${module}-(eq|lt|gt)$`).exec(name)?.[1];
  const wanted = numberOf(option?.values[0], 255);
  const compare = how && COMPARE[how];
  if (!option || options.length !== 1 || !compare || wanted === undefined) return undefined;
  if (option.negate && how !== 'eq') return undefined;
  return {
    options: written(option.negate, name, `${wanted}`),
    test: equal(
      'ttl',
      (p) => p.ttl,
      (n) => compare(n, wanted),
      option.negate,
    ),
  };
};

/** Nobody here sets a type of service; ICMP errors are sent with precedence "internetwork control" (icmp_send). */
const tosOf = ({ family, icmp }: Packet): number => (family === 4 && icmp?.quoted ? 0xc0 : 0);
const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;

/** tos_mt in net/netfilter/xt_dscp.c. */
export const tos: ModuleReader = (clause) => {
  const option = optionMap(clause, { '--tos': 'tos' })?.get('tos');
  const [first, second] = (option?.values[0] ?? '').split('/');
  const value = numberOf(first, 255);
  const mask = numberOf(second ?? '0xff', 255);
  if (!option || value === undefined || mask === undefined) return undefined;
  return {
    options: written(option.negate, '--tos', `${hex(value)}/${hex(mask)}`),
    test: equal('tos', tosOf, (n) => (n & mask) === value, option.negate, hex),
  };
};

/** dscp_helper.c */
const CLASSES: Readonly<Record<string, number>> = {
  BE: 0,
  EF: 0x2e,
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((n) => [`CS${n}`, n * 8])),
  ...Object.fromEntries([1, 2, 3, 4].flatMap((c) => [1, 2, 3].map((d) => [`AF${c}${d}`, c * 8 + d * 2]))),
};

/** dscp_mt in net/netfilter/xt_dscp.c: the upper six bits of the type of service. */
export const dscp: ModuleReader = (clause) => {
  const option = optionMap(clause, { '--dscp': 'dscp', '--dscp-class': 'class' });
  const [name, given] = [...(option ?? [])][0] ?? [];
  const text = given?.values[0] ?? '';
  const value = name === 'class' ? CLASSES[text.toUpperCase()] : numberOf(text, 63);
  if (!given || option?.size !== 1 || value === undefined) return undefined;
  return {
    options: written(given.negate, '--dscp', hex(value)),
    test: equal(
      'dscp',
      (p) => tosOf(p) >> 2,
      (n) => n === value,
      given.negate,
      hex,
    ),
  };
};

const PACKET_TYPES: readonly string[] = ['unicast', 'host', 'broadcast', 'multicast'];

/** pkttype_mt in net/netfilter/xt_pkttype.c. All that is sent here is unicast, also inside of the bridge. */
export const pkttype: ModuleReader = (clause) => {
  const option = optionMap(clause, { '--pkt-type': 'type' })?.get('type');
  const type = option?.values[0] === 'host' ? 'unicast' : option?.values[0];
  if (!option || type === undefined || !PACKET_TYPES.includes(type)) return undefined;
  return {
    options: written(option.negate, '--pkt-type', type),
    test: (): ModuleAnswer =>
      (type === 'unicast') === option.negate ? { field: 'pkttype', actual: 'unicast' } : undefined,
  };
};
