import type { Ip, IpFamily } from '../../net/address';
import { familyOf, formatHostPort, ipToBigInt, parseIp } from '../../net/ip';
import { chainName, type NatRange, type Target } from '../model';
import { portRange } from '../modules/port-range';
import { saveText } from '../print/print-value';
import { type Clause, type Option, rawText } from './parse-clause';
import { parseMark } from './parse-value';
import { pickAddress } from './pick-address';

/** Targets that iptables has as extensions (iptables-extensions(8)); any other name is a chain's. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  `AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CT DNAT DNPT DSCP ECN HL HMARK IDLETIMER LED LOG MARK MASQUERADE
   NETMAP NFLOG NFQUEUE NOTRACK QUEUE RATEEST REDIRECT REJECT SECMARK SET SNAT SNPT SYNPROXY TCPMSS TCPOPTSTRIP TEE TOS
   TPROXY TRACE TTL ULOG`.split(/\s+/),
);

/** Targets that leave packet, marks and verdict alone: the next rule is tried (iptables-extensions(8)). */
const TRANSPARENT: ReadonlySet<string> = new Set(
  'AUDIT CHECKSUM CLASSIFY CONNSECMARK IDLETIMER LED LOG NFLOG RATEEST SECMARK TCPMSS TRACE ULOG'.split(' '),
);

export const isExtension = (name: string): boolean => EXTENSIONS.has(name);

const only = (options: readonly Option[], name: string): string | undefined =>
  options.length === 1 && options[0]?.name === name && !options[0].negate
    ? options[0].values.join(' ')
    : undefined;

const ALL = 0xffffffff;

/** Every way to write a mark as value and mask: the new one is (mark & ~mask) ^ value. */
function markOf({
  name,
  values,
}: Pick<Option, 'name' | 'values'>): { value: number; mask: number } | undefined {
  const read = parseMark(values.join(' '));
  if (!read) return undefined;
  const { value, mask } = read;
  const noMask = mask === ALL && !values[0]?.includes('/');
  switch (name) {
    case '--set-xmark':
      return read;
    case '--set-mark':
      // Clears the mask's bits and ors the value in, so the value's own bits are cleared as well (libxt_MARK.c).
      return { value, mask: (mask | value) >>> 0 };
    case '--or-mark':
      return noMask ? { value, mask: value } : undefined;
    case '--xor-mark':
      return noMask ? { value, mask: 0 } : undefined;
    case '--and-mark':
      return noMask ? { value: 0, mask: ~value >>> 0 } : undefined;
    default:
      return undefined;
  }
}

function mark({ options }: Clause): Target | undefined {
  const option = options[0];
  const read = options.length === 1 && option && !option.negate ? markOf(option) : undefined;
  if (!option || !read) return undefined;
  const written = option.name === '--or-mark' ? 'or' : option.name === '--xor-mark' ? 'xor' : undefined;
  return { kind: 'mark', ...read, ...(written && { written }) };
}

const PORT_PICKING: ReadonlySet<string> = new Set([
  '--random',
  '--random-fully',
  '--persistent',
  '--to-ports',
]);

/** What is left besides the address: only options that decide ports, or undefined. */
function portPicking(options: readonly Option[]): string | undefined {
  return options.every((o) => PORT_PICKING.has(o.name) && !o.negate)
    ? options.map((o) => rawText(o.tokens)).join(' ')
    : undefined;
}

/** `10.0.0.1-10.0.0.5:80-90`, `[fd00::1]:80`; of IPv6 no range of addresses, whose choice is not simulated. */
function natRange(
  value: string,
  family: IpFamily,
  persistent: boolean,
): (NatRange & { to: Ip; port?: number }) | undefined {
  const pattern = family === 4 ? /^([^:]+)(?::(.+))?$/ : /^(?:\[([^\]]+)\](?::(.+))?|([^[]+))$/;
  const parts = pattern.exec(value);
  const [to, last] = (parts?.[1] ?? parts?.[3] ?? '').split('-').map(parseIp);
  const hasRange = (parts?.[1] ?? '').includes('-');
  const ports = parts?.[2] === undefined ? undefined : portRange(parts[2]);
  if (!to || familyOf(to) !== family || (parts?.[2] !== undefined && !ports) || (hasRange && !last))
    return undefined;
  if (last && (family === 6 || ipToBigInt(last) < ipToBigInt(to))) return undefined;
  return {
    to,
    ...(last && last !== to && { toMax: last, pick: pickAddress(to, last, persistent) }),
    ...(ports && { port: ports.from, ...(ports.to !== ports.from && { portMax: ports.to }) }),
  };
}

function redirect({ options }: Clause): Target | undefined {
  const option = options.find((o) => o.name === '--to-ports');
  const rest = portPicking(options.filter((o) => o !== option));
  const ports = portRange(option?.values.join(' ') ?? '');
  if (rest === undefined || (option && !ports)) return undefined;
  return {
    kind: 'redirect',
    ...(ports && { port: ports.from, ...(ports.to !== ports.from && { portMax: ports.to }) }),
    ...(rest && { options: rest }),
  };
}

/** libxt_CONNMARK.c: every way to set the mark is one of value and mask; saving and restoring default to all bits. */
function connmark({ options }: Clause): Target | undefined {
  const [option, ...rest] = options;
  if (!option || options.some((o) => o.negate)) return undefined;
  const op = /^--(save|restore)-mark$/.exec(option.name)?.[1] as 'save' | 'restore' | undefined;
  if (!op) {
    const read = rest.length > 0 ? undefined : markOf(option);
    return read && { kind: 'connmark', op: 'set', value: read.value, ctMask: read.mask, nfMask: ALL };
  }
  const masks = { ctMask: ALL, nfMask: ALL };
  for (const { name, values } of rest) {
    const read = parseMark(values.join(' '));
    if (!read) return undefined;
    if (name === '--mask' || name === '--ctmask') masks.ctMask = read.value;
    if (name === '--mask' || name === '--nfmask') masks.nfMask = read.value;
    if (!/^--(ct|nf)?mask$/.test(name)) return undefined;
  }
  return { kind: 'connmark', op, value: 0, ...masks };
}

function nat(kind: 'dnat' | 'snat', flag: string, { options }: Clause, family: IpFamily): Target | undefined {
  const text = options.filter((o) => o.name === flag && !o.negate).map((o) => o.values.join(' '));
  const rest = portPicking(options.filter((o) => o.name !== flag));
  const value = text[0];
  if (text.length !== 1 || value === undefined || rest === undefined) return undefined;
  const read = natRange(value, family, /--persistent/.test(rest));
  if (!read) return undefined;
  const plain = { ...read, ...(rest && { options: rest }) };
  if (kind === 'snat') return { kind, ...plain };
  const { to, port } = read;
  const shortest = port === undefined ? to : formatHostPort(to, port);
  return read.toMax || read.portMax !== undefined || value === shortest
    ? { kind, ...plain }
    : { kind, ...plain, written: value };
}

function masquerade({ options }: Clause): Target | undefined {
  const rest = portPicking(options.filter((o) => o.name !== '--random-fully'));
  if (rest === undefined) return undefined;
  const randomFully = options.some((o) => o.name === '--random-fully');
  return { kind: 'masquerade', randomFully, ...(rest && { options: rest }) };
}

function known(clause: Clause, family: IpFamily): Target | undefined {
  const { value: name, options } = clause;
  const bare = options.length === 0;
  switch (name) {
    case 'ACCEPT':
      return bare ? { kind: 'accept' } : undefined;
    case 'DROP':
      return bare ? { kind: 'drop' } : undefined;
    case 'RETURN':
      return bare ? { kind: 'return' } : undefined;
    case 'NOTRACK':
      return bare ? { kind: 'notrack', written: 'NOTRACK' } : undefined;
    case 'CT':
      return only(options, '--notrack') === ''
        ? { kind: 'notrack' }
        : without(clause, /^--(helper|timeout|ctevents|expevents)$/);
    case 'REJECT': {
      const how = only(options, '--reject-with');
      return bare ? { kind: 'reject' } : how ? { kind: 'reject', with: how } : undefined;
    }
    case 'MARK':
      return mark(clause);
    case 'DNAT':
      return nat('dnat', '--to-destination', clause, family);
    case 'SNAT':
      return nat('snat', '--to-source', clause, family);
    case 'MASQUERADE':
      return masquerade(clause);
    case 'REDIRECT':
      return redirect(clause);
    case 'CONNMARK':
      return connmark(clause);
    default:
      if (TRANSPARENT.has(name)) return without(clause);
      return bare && !isExtension(name) ? { kind: 'jump', chain: chainName(name) } : undefined;
  }
}

/** A target that nothing comes of, as far as it is simulated, when all its options are such. */
function without({ value: name, options }: Clause, harmless = /./): Target | undefined {
  if (options.length === 0 && name === 'CT') return undefined;
  return options.every((o) => harmless.test(o.name))
    ? { kind: 'transparent', name, text: optionsText(name, options) }
    : undefined;
}

/** In the order in which the extension saves them, without what is the default (libxt_LOG.c, libxt_NFLOG.c). */
const SAVED: Readonly<Record<string, { readonly order: readonly string[]; readonly dropped: RegExp }>> = {
  LOG: {
    order: ['prefix', 'level', 'tcp-sequence', 'tcp-options', 'ip-options', 'uid', 'macdecode'].map(
      (o) => `--log-${o}`,
    ),
    dropped: /^--log-level (4|warn|warning)$/,
  },
  NFLOG: {
    order: ['prefix', 'group', 'range', 'size', 'threshold'].map((o) => `--nflog-${o}`),
    dropped: /^--nflog-group 0$/,
  },
};

function optionsText(name: string, options: readonly Option[]): string {
  const { order = [], dropped = /^$/ } = SAVED[name] ?? {};
  const rank = (o: Option) => order.indexOf(o.name);
  return [...options]
    .sort((a, b) => rank(a) - rank(b))
    .map((o) => (/-prefix$/.test(o.name) ? `${o.name} ${saveText(o.values.join(' '))}` : rawText(o.tokens)))
    .filter((text) => !dropped.test(text))
    .join(' ');
}

/** What a `-j` or `-g` clause does; `unknown` with its options' text where Hopscope does not evaluate it. */
export function targetOf(clause: Clause, family: IpFamily): Target {
  const unknown: Target = {
    kind: 'unknown',
    name: clause.value,
    text: clause.options.map((o) => rawText(o.tokens)).join(' '),
  };
  if (clause.flag === '-g')
    return clause.options.length ? unknown : { kind: 'goto', chain: chainName(clause.value) };
  return known(clause, family) ?? unknown;
}
