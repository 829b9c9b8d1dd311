import { type IpFamily, ip, ipToBigInt } from '../../src/engine';
import type { Dice } from './dice';
import type { Vocabulary } from './vocabulary';

/** Modules and targets beyond those of kube-proxy, whose answer both sides can foretell. */

const HAS_BOTH = ['FORWARD', 'POSTROUTING'];
const FLAGS = [
  '--syn',
  '--tcp-flags SYN,ACK ACK',
  '--tcp-flags SYN,ACK SYN,ACK',
  '--tcp-flags RST RST',
  '--tcp-flags FIN,SYN,RST NONE',
];
const TYPES = {
  4: ['8', 'echo-reply', '3', '3/3', '3/1', 'destination-unreachable', '11', 'any', '8/1'],
  6: ['128', 'echo-reply', '1', '1/4', '1/3', 'packet-too-big', '3', '128/1'],
} as const;

/** Conditions of the rule at hand; `proto` is what its `-p` says, where that is not negated. */
export function randomModules(
  dice: Dice,
  words: Vocabulary,
  table: string,
  chain: string,
  proto: string | undefined,
): readonly string[] {
  const found: string[] = [];
  const not = () => (dice.chance(0.3) ? '! ' : '');
  const port = () => {
    const from = dice.pick(words.ports);
    return from < 1000 && dice.chance(0.3) ? `${from}:${from + 30}` : `${from}`;
  };
  if ((proto === 'tcp' || proto === 'udp') && dice.chance(0.3)) {
    const ports = Array.from({ length: dice.int(1, 4) }, port).join(',');
    found.push(`-m multiport ${not()}--${dice.pick(['dports', 'sports', 'ports'])} ${ports}`);
  }
  if (proto === 'tcp' && dice.chance(0.3)) found.push(`-m tcp ${not()}${dice.pick(FLAGS)}`);
  if (dice.chance(0.15)) {
    const [from, to] = [dice.pick(words.addresses), dice.pick(words.addresses)].sort(byNumber);
    found.push(`-m iprange ${not()}--${dice.pick(['src', 'dst'])}-range ${from}-${to}`);
  }
  if (dice.chance(0.08))
    found.push(
      dice
        .pick(['-eq 64', '-eq 63', '-gt 62', '-lt 64'])
        .replace(/^/, words.family === 4 ? '-m ttl --ttl' : '-m hl --hl'),
    );
  if (dice.chance(0.06))
    found.push(`-m tos ${not()}--tos ${dice.pick(['0xc0/0xff', '0x00/0xff', '0x80/0x80'])}`);
  if (dice.chance(0.06)) found.push(`-m pkttype ${not()}--pkt-type ${dice.pick(['unicast', 'broadcast'])}`);
  if (dice.chance(0.12)) {
    const options = HAS_BOTH.includes(chain)
      ? ['is-in', 'is-out', 'is-bridged', 'in veth+', 'out veth+', 'in cni0']
      : ['is-in', 'in veth+', 'in eth0'];
    found.push(`-m physdev ${not()}--physdev-${dice.pick(options)}`);
  }
  if (dice.chance(0.1))
    found.push(
      `-m recent --name R${dice.int(1, 2)} ${not()}${dice.pick(['--set', '--set', '--rcheck', '--rcheck --seconds 600'])}`,
    );
  if (table !== 'raw' && dice.chance(0.12))
    found.push(`-m connmark ${not()}--mark ${dice.pick(['0x1/0x1', '0x0', '0x2/0x3', '0x3'])}`);
  return found;
}

/** All that a rule about ICMP asks. */
export function randomIcmp(dice: Dice, family: IpFamily): string {
  const not = dice.chance(0.3) ? '! ' : '';
  if (family === 4) return `-p icmp -m icmp ${not}--icmp-type ${dice.pick(TYPES[4])}`;
  return `-p ipv6-icmp -m icmp6 ${not}--icmpv6-type ${dice.pick(TYPES[6])}`;
}

const byNumber = (a: string, b: string): number => (ipToBigInt(ip(a)) < ipToBigInt(ip(b)) ? -1 : 1);

const CONNMARKS = [
  '--set-xmark 0x1/0x1',
  '--set-xmark 0x2/0x3',
  '--save-mark',
  '--restore-mark',
  '--save-mark --nfmask 0x3 --ctmask 0x3',
  '--restore-mark --nfmask 0x3 --ctmask 0x3',
];

const RANGES = ['10.244.0.10-10.244.0.12', '192.168.111.10-192.168.111.12', '10.244.1.9-10.244.1.12'];

/**
 * In IPv6 the lab tells packets by their flow labels, of which VXLAN makes the outer port: each is a flow of its own,
 * and asks nat again. What that leaves on the packet the engine cannot know.
 */
export const repeatsOuter = ({ family }: Vocabulary, proto: string | undefined): boolean =>
  family === 6 && proto !== 'tcp';

/** Targets of the rule at hand. */
export function moduleTargets(
  dice: Dice,
  words: Vocabulary,
  table: string,
  chain: string,
  proto: string | undefined,
): readonly string[] {
  const found = ['-j NFLOG --nflog-group 7 --nflog-prefix "seen: "'];
  if (table !== 'raw' && !(table === 'nat' && repeatsOuter(words, proto)))
    found.push(`-j CONNMARK ${dice.pick(CONNMARKS)}`);
  if (table === 'mangle' && proto === 'tcp' && ['FORWARD', 'OUTPUT', 'POSTROUTING'].includes(chain))
    found.push('-j CLASSIFY --set-class 0001:0002');
  if (table === 'nat' && (chain === 'PREROUTING' || chain === 'OUTPUT') && proto === 'tcp') {
    found.push(`-j REDIRECT --to-ports ${dice.pick(['80', '9', '79-81', '8000'])}`);
    found.push(
      `-j DNAT --to-destination ${dice.pick(words.endpoints).replace(/:(\d+)$/, (_, p) => `:${Number(p)}-${Number(p) + 2}`)}`,
    );
    if (words.family === 4)
      found.push(`-j DNAT --to-destination ${dice.pick(RANGES)}${dice.chance(0.3) ? ' --persistent' : ''}`);
  }
  if (table === 'nat' && chain === 'POSTROUTING' && proto === 'tcp') {
    found.push(
      `-j SNAT --to-source ${words.family === 4 ? words.own : `[${words.own}]`}:5000-5040`,
      '-j MASQUERADE --to-ports 6000-6040',
    );
  }
  return found;
}
