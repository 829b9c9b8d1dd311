import type { IpFamily } from '../../src/engine';
import type { Dice } from './dice';
import { moduleTargets, randomIcmp, randomModules, repeatsOuter } from './modules';
import type { Vocabulary } from './vocabulary';

type Table = 'raw' | 'mangle' | 'nat' | 'filter';

const CHAINS: Readonly<Record<Table, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};
const HAS_INPUT = ['PREROUTING', 'INPUT', 'FORWARD'];
const HAS_OUTPUT = ['FORWARD', 'OUTPUT', 'POSTROUTING'];

/** Rules of the administrator's own, in every table: all that the evaluator knows, in any order. */
export function randomRules(dice: Dice, words: Vocabulary): string {
  return dice
    .some(['raw', 'mangle', 'nat', 'filter'] as const, 0.6)
    .map((table) => tableText(dice, words, table))
    .join('');
}

function tableText(dice: Dice, words: Vocabulary, table: Table): string {
  const bases = dice.some(CHAINS[table], 0.6);
  const own = ['USER-A', 'USER-B'];
  let text = `*${table}\n`;
  for (const chain of CHAINS[table]) {
    const policy = table === 'filter' && dice.chance(0.06) ? 'DROP' : 'ACCEPT';
    text += `:${chain} ${policy} [0:0]\n`;
  }
  for (const chain of own) text += `:${chain} - [0:0]\n`;
  for (const chain of bases)
    for (let i = dice.int(1, 3); i > 0; i--) text += ruleText(dice, words, table, chain, own);
  // USER-A may go on to USER-B, never the other way round; both may be entered from any hook, so they name no device.
  for (let i = dice.int(0, 3); i > 0; i--) text += ruleText(dice, words, table, 'USER-A', ['USER-B']);
  for (let i = dice.int(0, 3); i > 0; i--) text += ruleText(dice, words, table, 'USER-B', []);
  return `${text}COMMIT\n`;
}

function ruleText(
  dice: Dice,
  words: Vocabulary,
  table: Table,
  chain: string,
  jumps: readonly string[],
): string {
  const matches: string[] = [];
  const not = () => (dice.chance(0.25) ? '! ' : '');
  const somewhere = () => dice.pick(dice.chance(0.5) ? words.addresses : words.networks);
  let proto: string | undefined;
  if (dice.chance(0.35)) matches.push(`${not()}-s ${somewhere()}`);
  if (dice.chance(0.35)) matches.push(`${not()}-d ${somewhere()}`);
  if (HAS_INPUT.includes(chain) && dice.chance(0.3)) matches.push(`${not()}-i ${dice.pick(words.devices)}`);
  if (HAS_OUTPUT.includes(chain) && dice.chance(0.3)) matches.push(`${not()}-o ${dice.pick(words.devices)}`);
  if (dice.chance(0.4)) {
    proto = dice.pick(['tcp', 'tcp', 'udp']);
    matches.push(`-p ${proto}`);
    const from = dice.pick(words.ports);
    // Ranges stay below the ports that MASQUERADE draws, which differ between engine and kernel.
    const range = from < 1000 && dice.chance(0.3) ? `${from}:${from + 20}` : `${from}`;
    if (dice.chance(0.7)) matches.push(`-m ${proto} ${not()}--${dice.pick(['d', 'd', 's'])}port ${range}`);
  } else if (dice.chance(0.1)) matches.push(randomIcmp(dice, words.family));
  else if (dice.chance(0.15))
    matches.push(`${not()}-p ${dice.pick([words.family === 4 ? 'icmp' : 'ipv6-icmp', 'tcp', 'udp'])}`);
  if (dice.chance(0.15))
    matches.push(
      `-m addrtype ${not()}--${dice.pick(['src', 'dst'])}-type ${dice.pick(['LOCAL', 'UNICAST'])}`,
    );
  if (table !== 'raw' && dice.chance(0.25)) {
    const states = dice.some(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'DNAT', 'SNAT'], 0.35);
    if (states.length > 0) matches.push(`-m conntrack ${not()}--ctstate ${states.join(',')}`);
  }
  if (dice.chance(0.2))
    matches.push(
      `-m mark ${not()}--mark 0x${dice.pick(['1', '2', '4000'])}/0x${dice.pick(['1', '3', '4000'])}`,
    );
  matches.push(...randomModules(dice, words, table, chain, proto));
  if (dice.chance(0.1)) matches.push('-m comment --comment "by hand"');
  return `-A ${chain} ${[...matches, target(dice, words, table, chain, jumps, proto)].join(' ')}\n`;
}

const REJECTIONS: Readonly<Record<IpFamily, readonly string[]>> = {
  4: ['', 'icmp-net-unreachable', 'icmp-host-unreachable', 'icmp-admin-prohibited'],
  6: ['', 'icmp6-no-route', 'icmp6-addr-unreachable', 'icmp6-adm-prohibited'],
};

function target(
  dice: Dice,
  words: Vocabulary,
  table: Table,
  chain: string,
  jumps: readonly string[],
  proto: string | undefined,
): string {
  const own = chain.startsWith('USER-');
  const choices: string[] = ['-j RETURN', '-j ACCEPT'];
  for (const jump of jumps) choices.push(`-j ${jump}`, `-j ${jump}`, `-g ${jump}`);
  if (table === 'mangle' || (table === 'nat' && !repeatsOuter(words, proto)))
    choices.push(`-j MARK --set-xmark 0x${dice.pick(['1', '2'])}/0x${dice.pick(['1', '3', '0'])}`);
  // Not ICMP: an error about an untracked packet brings half a conntrack entry along, which no rule shows.
  if (table === 'raw' && !own && proto) choices.push('-j CT --notrack');
  if (table === 'filter') {
    const reason = dice.pick(REJECTIONS[words.family]);
    choices.push('-j DROP', `-j REJECT${reason && ` --reject-with ${reason}`}`);
    // In IPv6, the RST for a SYN-ACK of a node's own could not be told from the one that the lab holds back.
    const ambiguous = words.family === 6 && (own || chain === 'INPUT');
    if (proto === 'tcp' && !ambiguous) choices.push('-j REJECT --reject-with tcp-reset');
  }
  if (table === 'raw' || table === 'mangle') choices.push('', '');
  // Not UDP: VXLAN's own packets would be sent astray.
  if (table === 'nat' && (chain === 'PREROUTING' || chain === 'OUTPUT') && proto === 'tcp')
    choices.push(`-j DNAT --to-destination ${dice.pick(words.endpoints)}`);
  if (table === 'nat' && chain === 'POSTROUTING')
    choices.push(`-j SNAT --to-source ${words.own}`, '-j MASQUERADE', '-j MASQUERADE --random-fully');
  choices.push(...dice.some(moduleTargets(dice, words, table, chain, proto), 0.6));
  return dice.pick(choices);
}
