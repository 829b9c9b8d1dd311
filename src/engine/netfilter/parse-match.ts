import type { IpFamily } from '../net/address';
import { familyOf, parseCidr } from '../net/ip';
import type { Protocol } from '../net/packet';
import type { AddrType, CtStateMatch, Match, PortRange } from './model';
import { type Clause, clauseText, type Option } from './parse-clause';

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  tcp: 'tcp',
  '6': 'tcp',
  udp: 'udp',
  '17': 'udp',
  sctp: 'sctp',
  '132': 'sctp',
  icmp: 'icmp',
  '1': 'icmp',
  icmpv6: 'icmpv6',
  'ipv6-icmp': 'icmpv6',
  '58': 'icmpv6',
};

const ADDR_TYPES: ReadonlySet<string> = new Set<AddrType>([
  'UNICAST',
  'LOCAL',
  'BROADCAST',
  'MULTICAST',
  'ANYCAST',
  'UNREACHABLE',
]);
const STATES: ReadonlySet<string> = new Set<CtStateMatch>([
  'NEW',
  'ESTABLISHED',
  'RELATED',
  'INVALID',
  'UNTRACKED',
  'DNAT',
  'SNAT',
]);

/** The options by name, when each is one of `known` and stands once; undefined otherwise. */
function optionMap(clause: Clause, known: Readonly<Record<string, string>>): Map<string, Option> | undefined {
  const found = new Map<string, Option>();
  for (const option of clause.options) {
    const name = known[option.name];
    if (name === undefined || found.has(name) || option.values.length > 1) return undefined;
    found.set(name, option);
  }
  return found;
}

function address(clause: Clause, family: IpFamily): Match | undefined {
  const slash = clause.value.indexOf('/');
  const text = slash < 0 ? clause.value : clause.value.slice(0, slash) + prefixOf(clause.value.slice(slash));
  const cidr = parseCidr(text);
  if (cidr === undefined || familyOf(cidr) !== family) return undefined;
  const shortest = cidr.replace(family === 4 ? /\/32$/ : /\/128$/, '');
  const kind = clause.flag === '-s' ? 'source' : 'destination';
  const plain = { kind, cidr, negate: clause.negate } as const;
  return clause.value === shortest ? plain : { ...plain, written: clause.value };
}

/** `/255.255.0.0` -> `/16`; anything else as it is. */
function prefixOf(suffix: string): string {
  const octets = /^\/(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(suffix);
  if (!octets) return suffix;
  const bits = octets.slice(1).reduce((text, octet) => text + Number(octet).toString(2).padStart(8, '0'), '');
  return /^1*0*$/.test(bits) && bits.length === 32 ? `/${bits.lastIndexOf('1') + 1}` : suffix;
}

function portRange(option: Option | undefined): (PortRange & { negate: boolean }) | 'bad' | undefined {
  if (!option) return undefined;
  const parts = /^(\d{0,5})(?:(:)(\d{0,5}))?$/.exec(option.values[0] ?? '');
  if (!parts || (!parts[2] && parts[1] === '')) return 'bad';
  const from = Number(parts[1] || 0);
  const to = parts[2] ? Number(parts[3] || 65535) : from;
  return from <= to && to <= 65535 ? { from, to, negate: option.negate } : 'bad';
}

const PORT_OPTIONS = {
  '--sport': 'sport',
  '--source-port': 'sport',
  '--dport': 'dport',
  '--destination-port': 'dport',
};

function ports(clause: Clause): Match | undefined {
  const options = optionMap(clause, PORT_OPTIONS);
  const sport = portRange(options?.get('sport'));
  const dport = portRange(options?.get('dport'));
  if (!options || sport === 'bad' || dport === 'bad') return undefined;
  return {
    kind: 'ports',
    proto: clause.value as 'tcp' | 'udp' | 'sctp',
    ...(sport && { sport }),
    ...(dport && { dport }),
  };
}

function addrtype(clause: Clause): Match | undefined {
  const options = optionMap(clause, { '--src-type': 'src', '--dst-type': 'dst' });
  if (!options?.size) return undefined;
  const side = (name: string) => {
    const option = options.get(name);
    return option && { type: option.values[0] as AddrType, negate: option.negate };
  };
  const src = side('src');
  const dst = side('dst');
  if ((src && !ADDR_TYPES.has(src.type)) || (dst && !ADDR_TYPES.has(dst.type))) return undefined;
  return { kind: 'addrtype', ...(src && { src }), ...(dst && { dst }) };
}

function conntrack(clause: Clause): Match | undefined {
  const old = clause.value === 'state';
  const option = optionMap(clause, { [old ? '--state' : '--ctstate']: 'state' })?.get('state');
  const states = option?.values[0]?.split(',') ?? [];
  if (!option || states.length === 0 || !states.every((state) => STATES.has(state))) return undefined;
  const plain = { kind: 'conntrack', states: states as CtStateMatch[], negate: option.negate } as const;
  return old ? { ...plain, written: 'state' } : plain;
}

/** `0x4000` or `0x4000/0x4000` as unsigned 32-bit numbers. */
export function parseMark(text: string | undefined): { value: number; mask: number } | undefined {
  const parts = /^(0[xX][0-9a-fA-F]+|\d+)(?:\/(0[xX][0-9a-fA-F]+|\d+))?$/.exec(text ?? '');
  if (!parts) return undefined;
  const value = Number(parts[1]);
  const mask = parts[2] === undefined ? 0xffffffff : Number(parts[2]);
  return value <= 0xffffffff && mask <= 0xffffffff ? { value, mask } : undefined;
}

function mark(clause: Clause): Match | undefined {
  const option = optionMap(clause, { '--mark': 'mark' })?.get('mark');
  const read = parseMark(option?.values[0]);
  return option && read && { kind: 'mark', ...read, negate: option.negate };
}

function statistic(clause: Clause): Match | undefined {
  const options = optionMap(clause, { '--mode': 'mode', '--probability': 'probability' });
  const option = options?.get('probability');
  const probability = Number(option?.values[0] || Number.NaN);
  if (!option || options?.get('mode')?.values[0] !== 'random' || !(probability >= 0 && probability <= 1))
    return undefined;
  return { kind: 'statistic', probability, negate: option.negate };
}

const RECENT = {
  '--set': 'set',
  '--rcheck': 'rcheck',
  '--name': 'name',
  '--seconds': 'seconds',
  '--reap': 'reap',
  '--mask': 'mask',
  '--rsource': 'rsource',
};
const WHOLE_ADDRESS = /^(255\.255\.255\.255|ffff(:ffff){7})$/;

function recent(clause: Clause): Match | undefined {
  const options = optionMap(clause, RECENT);
  const set = options?.get('set');
  const op = set ?? options?.get('rcheck');
  const seconds = options?.get('seconds')?.values[0];
  const name = options?.get('name')?.values[0] ?? 'DEFAULT';
  if (!options || !op || (set && options.has('rcheck'))) return undefined;
  if (!WHOLE_ADDRESS.test(options.get('mask')?.values[0] ?? '255.255.255.255')) return undefined;
  if (seconds !== undefined && !/^\d+$/.test(seconds)) return undefined;
  return {
    kind: 'recent',
    op: set ? 'set' : 'rcheck',
    name,
    ...(seconds !== undefined && { seconds: Number(seconds) }),
    reap: options.has('reap'),
    negate: op.negate,
  };
}

function moduleMatch(clause: Clause): Match | undefined {
  switch (clause.value) {
    case 'comment': {
      const option = optionMap(clause, { '--comment': 'comment' })?.get('comment');
      const text = option?.values[0];
      return text === undefined || option?.negate ? undefined : { kind: 'comment', text };
    }
    case 'tcp':
    case 'udp':
    case 'sctp':
      return ports(clause);
    case 'addrtype':
      return addrtype(clause);
    case 'conntrack':
    case 'state':
      return conntrack(clause);
    case 'mark':
      return mark(clause);
    case 'statistic':
      return statistic(clause);
    case 'recent':
      return recent(clause);
    case 'nfacct': {
      const name = optionMap(clause, { '--nfacct-name': 'name' })?.get('name')?.values[0];
      return name === undefined ? undefined : { kind: 'nfacct', name };
    }
    default:
      return undefined;
  }
}

/**
 * What a clause tests: nothing for `-p all`, `unknown` with the clause's text where Hopscope does not evaluate it.
 * `wrong` is set where the text itself is at fault, so that somebody can be told.
 */
export function matchOf(
  clause: Clause,
  family: IpFamily,
): { readonly match?: Match; readonly wrong?: boolean } {
  const unknown = (module: string): Match => ({ kind: 'unknown', module, text: clauseText(clause) });
  const { value, negate } = clause;
  switch (clause.flag) {
    case '-s':
    case '-d': {
      const match = address(clause, family);
      return match ? { match } : { match: unknown(clause.flag), wrong: true };
    }
    case '-i':
      return { match: { kind: 'in-interface', name: value, negate } };
    case '-o':
      return { match: { kind: 'out-interface', name: value, negate } };
    case '-p': {
      if (value === 'all' || value === '0') return {};
      const proto = PROTOCOLS[value];
      return { match: proto ? { kind: 'protocol', proto, negate } : unknown('-p') };
    }
    case '-m': {
      return { match: moduleMatch(clause) ?? unknown(value) };
    }
    default:
      return { match: unknown(clause.options[0]?.name ?? clause.flag), wrong: true };
  }
}
