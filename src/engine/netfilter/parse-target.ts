import type { IpFamily } from '../net/address';
import { familyOf, formatHostPort, parseHostPort, parseIp } from '../net/ip';
import { chainName, type Target } from './model';
import { type Clause, type Option, rawText } from './parse-clause';
import { parseMark } from './parse-match';

/** Targets that iptables has as extensions (iptables-extensions(8)); any other name is a chain's. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  `AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CT DNAT DNPT DSCP ECN HL HMARK IDLETIMER LED LOG MARK MASQUERADE
   NETMAP NFLOG NFQUEUE NOTRACK QUEUE RATEEST REDIRECT REJECT SECMARK SET SNAT SNPT SYNPROXY TCPMSS TCPOPTSTRIP TEE TOS
   TPROXY TRACE TTL ULOG`.split(/\s+/),
);

export const isExtension = (name: string): boolean => EXTENSIONS.has(name);

const only = (options: readonly Option[], name: string): string | undefined =>
  options.length === 1 && options[0]?.name === name && !options[0].negate
    ? options[0].values.join(' ')
    : undefined;

function mark({ options }: Clause): Target | undefined {
  const option = options[0];
  if (options.length !== 1 || !option || option.negate) return undefined;
  const read = parseMark(option.values.join(' '));
  if (!read) return undefined;
  const { value, mask } = read;
  const noMask = mask === 0xffffffff && !option.values[0]?.includes('/');
  switch (option.name) {
    case '--set-xmark':
      return { kind: 'mark', value, mask };
    case '--set-mark':
      // Clears the mask's bits and ors the value in, so the value's own bits are cleared as well (libxt_MARK.c).
      return { kind: 'mark', value, mask: (mask | value) >>> 0 };
    case '--or-mark':
      return noMask ? { kind: 'mark', value, mask: value, written: 'or' } : undefined;
    case '--xor-mark':
      return noMask ? { kind: 'mark', value, mask: 0, written: 'xor' } : undefined;
    case '--and-mark':
      return noMask ? { kind: 'mark', value: 0, mask: ~value >>> 0 } : undefined;
    default:
      return undefined;
  }
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

function nat(kind: 'dnat' | 'snat', flag: string, { options }: Clause, family: IpFamily): Target | undefined {
  const text = options.filter((o) => o.name === flag && !o.negate).map((o) => o.values.join(' '));
  const rest = portPicking(options.filter((o) => o.name !== flag));
  const value = text[0];
  if (text.length !== 1 || value === undefined || rest === undefined) return undefined;
  const withPort = parseHostPort(value);
  const to = withPort?.ip ?? parseIp(value);
  if (!to || familyOf(to) !== family) return undefined;
  const plain = { to, ...(withPort && { port: withPort.port }), ...(rest && { options: rest }) };
  if (kind === 'snat') return { kind, ...plain };
  const shortest = withPort ? formatHostPort(to, withPort.port) : to;
  return value === shortest ? { kind, ...plain } : { kind, ...plain, written: value };
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
      return only(options, '--notrack') === '' ? { kind: 'notrack' } : undefined;
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
    default:
      return bare && !isExtension(name) ? { kind: 'jump', chain: chainName(name) } : undefined;
  }
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
