import type { TcpFlag } from '../../net/packet';
import type { ModuleAnswer } from '../facts';
import type { PortRange } from '../model';
import type { Clause } from '../parse/parse-clause';
import { type Module, numberOf, written } from './module';

/** In the order in which iptables lists them (libxt_tcp.c). */
const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'] as const;
const SYN_MASK = 'FIN,SYN,RST,ACK';

function flagSet(text: string | undefined): readonly string[] | undefined {
  if (text === 'ALL') return FLAGS;
  if (text === 'NONE') return [];
  const given = (text ?? '').split(',');
  return given.every((flag) => FLAGS.includes(flag as 'FIN'))
    ? FLAGS.filter((flag) => given.includes(flag))
    : undefined;
}

const flagText = (flags: readonly string[]): string => flags.join(',') || 'NONE';

type Port = PortRange & { readonly negate: boolean };

/**
 * `-m tcp` with more than ports. tcp_mt in net/netfilter/xt_tcpudp.c: source port, destination port, flags, option.
 * Which TCP options a packet has depends on its sender, and is not known.
 */
export const tcpFlags =
  (sport: Port | undefined, dport: Port | undefined) =>
  ({ options }: Clause): Module | undefined => {
    let mask: readonly string[] | undefined;
    let wanted: readonly string[] = [];
    let negate = false;
    let option = '';
    for (const { name, values, negate: not } of options) {
      if (name === '--syn' || name === '--tcp-flags') {
        const [first, second] = name === '--syn' ? [SYN_MASK, 'SYN'] : values;
        const found = flagSet(second);
        mask = flagSet(first);
        if (!mask || !found || values.length !== (name === '--syn' ? 0 : 2)) return undefined;
        wanted = found;
        negate = not;
      } else if (name === '--tcp-option') {
        if (numberOf(values[0], 255) === undefined) return undefined;
        option = written(not, name, values[0] ?? '');
      }
    }
    const text = [
      sport && written(sport.negate, '--sport', portText(sport)),
      dport && written(dport.negate, '--dport', portText(dport)),
      option,
      mask && written(negate, '--tcp-flags', flagText(mask), flagText(wanted)),
    ];
    return {
      options: text.filter(Boolean).join(' '),
      test: ({ input: { packet } }): ModuleAnswer => {
        if (packet.proto !== 'tcp') return { field: 'proto', actual: packet.proto };
        if (sport && !inRange(sport, packet.sport)) return { field: 'sport', actual: `${packet.sport}` };
        if (dport && !inRange(dport, packet.dport)) return { field: 'dport', actual: `${packet.dport}` };
        const set = mask?.filter((flag) => packet.flags.includes(flag as TcpFlag));
        if (set && (set.join() === wanted.join()) === negate)
          return {
            field: 'flags',
            actual: flagText(FLAGS.filter((f) => packet.flags.includes(f as TcpFlag))),
          };
        return option ? 'unknown' : undefined;
      },
    };
  };

const portText = ({ from, to }: PortRange): string => (from === to ? `${from}` : `${from}:${to}`);
const inRange = ({ from, to, negate }: Port, port: number): boolean =>
  (port >= from && port <= to) !== negate;
