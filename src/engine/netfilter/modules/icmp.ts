import type { ModuleAnswer } from '../facts';
import { type ModuleReader, numberOf, written } from './module';

/** libxt_icmp.h: names of types, and of codes as `type/code`. */
const NAMES = {
  4: {
    any: '255',
    'echo-reply': '0',
    pong: '0',
    'destination-unreachable': '3',
    'network-unreachable': '3/0',
    'host-unreachable': '3/1',
    'protocol-unreachable': '3/2',
    'port-unreachable': '3/3',
    'fragmentation-needed': '3/4',
    'source-route-failed': '3/5',
    'network-unknown': '3/6',
    'host-unknown': '3/7',
    'network-prohibited': '3/9',
    'host-prohibited': '3/10',
    'TOS-network-unreachable': '3/11',
    'TOS-host-unreachable': '3/12',
    'communication-prohibited': '3/13',
    'source-quench': '4',
    redirect: '5',
    'echo-request': '8',
    ping: '8',
    'router-advertisement': '9',
    'router-solicitation': '10',
    'time-exceeded': '11',
    'ttl-exceeded': '11',
    'ttl-zero-during-transit': '11/0',
    'ttl-zero-during-reassembly': '11/1',
    'parameter-problem': '12',
    'timestamp-request': '13',
    'timestamp-reply': '14',
    'address-mask-request': '17',
    'address-mask-reply': '18',
  },
  6: {
    'destination-unreachable': '1',
    'no-route': '1/0',
    'communication-prohibited': '1/1',
    'beyond-scope': '1/2',
    'address-unreachable': '1/3',
    'port-unreachable': '1/4',
    'packet-too-big': '2',
    'time-exceeded': '3',
    'ttl-exceeded': '3',
    'ttl-zero-during-transit': '3/0',
    'ttl-zero-during-reassembly': '3/1',
    'parameter-problem': '4',
    'echo-request': '128',
    ping: '128',
    'echo-reply': '129',
    pong: '129',
    'router-solicitation': '133',
    'router-advertisement': '134',
    'neighbour-solicitation': '135',
    'neighbor-solicitation': '135',
    'neighbour-advertisement': '136',
    'neighbor-advertisement': '136',
    redirect: '137',
  },
} as const satisfies Record<4 | 6, Record<string, string>>;

/** icmp_type_code_match in net/netfilter/x_tables, icmp_match and icmp6_match: IPv4's type 255 is any. */
export const icmp: ModuleReader = ({ value, options }, family) => {
  const v6 = value === 'icmp6';
  const none = { name: '--icmp-type', negate: false, values: ['any'] };
  const option = options[0] ?? (v6 ? undefined : none);
  if (!option || options.length > 1 || option.values.length !== 1 || v6 !== (family === 6)) return undefined;
  const name = option.values[0] ?? '';
  const names: Readonly<Record<string, string>> = NAMES[family];
  const [first, second] = (names[name] ?? name).split('/');
  const type = numberOf(first, 255);
  const code = numberOf(second, 255);
  if (type === undefined || (second !== undefined && code === undefined)) return undefined;
  const any = !v6 && type === 255 && code === undefined;
  const { negate } = option;
  const text = any ? 'any' : code === undefined ? `${type}` : `${type}/${code}`;
  return {
    options: written(negate, v6 ? '--icmpv6-type' : '--icmp-type', text),
    test: ({ input: { packet } }): ModuleAnswer => {
      const own = packet.icmp;
      if (!own) return { field: 'proto', actual: packet.proto };
      const holds = any || (own.type === type && (code === undefined || own.code === code));
      return holds === negate ? { field: 'icmp', actual: `${own.type}/${own.code}` } : undefined;
    },
  };
};
