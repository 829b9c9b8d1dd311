import type { IpFamily } from '../../net/address';
import { familyOf, parseCidr } from '../../net/ip';
import type { AddrType } from '../facts';
import type { CtStateMatch, Match, PortRange } from '../model';
import { MODULES } from '../modules';
import type { Sets } from '../modules/ipset';
import { moduleMatch, optionMap } from '../modules/module';
import { tcpFlags } from '../modules/tcp';
import { type Clause, clauseText, type Option } from './parse-clause';
import { parseMark } from './parse-value';

/** Numbers and other spellings, as /etc/protocols has them; names that stand for themselves are left as they are. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  '6': 'tcp',
  '17': 'udp',
  '132': 'sctp',
  '1': 'icmp',
  'ipv6-icmp': 'icmpv6',
  '58': 'icmpv6',
  '2': 'igmp',
  '4': 'ipencap',
  '33': 'dccp',
  '41': 'ipv6',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '89': 'ospf',
  '112': 'vrrp',
  '136': 'udplite',
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
  const own = clause.options.filter(({ name }) => name in PORT_OPTIONS);
  const options = optionMap({ ...clause, options: own }, PORT_OPTIONS);
  const sport = portRange(options?.get('sport'));
  const dport = portRange(options?.get('dport'));
  if (!options || sport === 'bad' || dport === 'bad') return undefined;
  if (own.length < clause.options.length) return morePorts(clause, sport, dport);
  return {
    kind: 'ports',
    proto: clause.value as 'tcp' | 'udp' | 'sctp',
    ...(sport && { sport }),
    ...(dport && { dport }),
  };
}

type Port = ReturnType<typeof portRange> & object;

function morePorts(clause: Clause, sport: Port | undefined, dport: Port | undefined): Match | undefined {
  const known =
    clause.value === 'tcp' && clause.options.every(({ name }) => name in PORT_OPTIONS || name in TCP_OPTIONS);
  const read = known ? tcpFlags(sport, dport)(clause) : undefined;
  return read && moduleMatch('tcp', read);
}

const TCP_OPTIONS = { '--syn': 1, '--tcp-flags': 1, '--tcp-option': 1 };

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

function knownModule(clause: Clause): Match | undefined {
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

/** `-f`: the second and further fragments. Packets are whole here. */
function fragment({ options }: Clause): Match {
  const negate = options[0]?.negate ?? false;
  const test = () => (negate ? undefined : ({ field: 'fragment', actual: '0' } as const));
  return { kind: 'module', name: '-f', text: negate ? '! -f' : '-f', test };
}

/**
 * What a clause tests: nothing for `-p all`, `unknown` with the clause's text where Hopscope does not evaluate it.
 * `wrong` is set where the text itself is at fault, so that somebody can be told.
 */
export function matchOf(
  clause: Clause,
  family: IpFamily,
  sets: Sets,
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
      const proto = PROTOCOLS[value] ?? value;
      return /^[a-z0-9.-]+$/.test(proto)
        ? { match: { kind: 'protocol', proto, negate } }
        : { match: unknown('-p'), wrong: true };
    }
    case '-m': {
      const known = knownModule(clause);
      if (known) return { match: known };
      const read = MODULES[value]?.(clause, family, sets);
      if (read === 'wrong') return { match: unknown(value), wrong: true };
      return { match: read ? moduleMatch(value, read) : unknown(value) };
    }
    default:
      if (clause.options.length === 1 && clause.options[0]?.name === '-f') return { match: fragment(clause) };
      return { match: unknown(clause.options[0]?.name ?? clause.flag), wrong: true };
  }
}
