import type { Token } from './tokens';

/** `! --dport 80:90` */
export interface Option {
  readonly name: string;
  readonly negate: boolean;
  readonly values: readonly string[];
  readonly tokens: readonly Token[];
}

/**
 * A part of a rule that belongs together, before anyone has understood it:
 *
 *     -d 10.96.0.10   -m recent --name X --set   -j DNAT --to-destination 10.244.0.2:80
 */
export interface Clause {
  /** `-s`, `-m tcp`, `-j DNAT`: spelled the short way. */
  readonly flag: '-s' | '-d' | '-i' | '-o' | '-p' | '-m' | '-j' | '-g' | '';
  readonly value: string;
  readonly negate: boolean;
  readonly column: number;
  /** As written; of an implied module nothing was. */
  readonly tokens: readonly Token[];
  readonly options: Option[];
}

const SHORT: Readonly<Record<string, Clause['flag']>> = {
  '-s': '-s',
  '--source': '-s',
  '--src': '-s',
  '-d': '-d',
  '--destination': '-d',
  '--dst': '-d',
  '-i': '-i',
  '--in-interface': '-i',
  '-o': '-o',
  '--out-interface': '-o',
  '-p': '-p',
  '--protocol': '-p',
  '--proto': '-p',
  '-m': '-m',
  '--match': '-m',
  '-j': '-j',
  '--jump': '-j',
  '-g': '-g',
  '--goto': '-g',
};

/** Options of a protocol's own module, which iptables loads for `-p` if nothing names it: `-p tcp --dport 80`. */
const PROTOCOL_OPTION =
  /^--(sport|dport|source-port|destination-port|syn|tcp-flags|tcp-option|chunk-types|icmp(v6)?-type)$/;
const MODULE_OF: Readonly<Record<string, string>> = {
  '6': 'tcp',
  '17': 'udp',
  '132': 'sctp',
  '1': 'icmp',
  '58': 'icmp6',
  icmpv6: 'icmp6',
  'ipv6-icmp': 'icmp6',
};
const isProtocolModule = (c: Clause): boolean =>
  c.flag === '-m' && /^(tcp|udp|sctp|dccp|udplite|icmp6?)$/.test(c.value);

/** Free text follows, even one that looks like an option: `--comment -x`. */
const TAKES_ANY: ReadonlySet<string> = new Set(['--comment', '--log-prefix', '--nflog-prefix']);

const isOption = (token: Token | undefined): boolean =>
  token !== undefined &&
  !token.quoted &&
  (token.text === '!' || (token.text.length > 1 && token.text[0] === '-'));

function opened(clauses: Clause[], column: number, module: string): Clause {
  const flag = module ? '-m' : '';
  const clause: Clause = { flag, value: module, negate: false, column, tokens: [], options: [] };
  clauses.push(clause);
  return clause;
}

/** The clause an option belongs to. Ports may stand behind other clauses: `-m tcp -p tcp -d IP --dport N`. */
function ownerOf(name: string, clauses: Clause[], column: number): Clause {
  const protocol = PROTOCOL_OPTION.test(name);
  const module = protocol && clauses.findLast(isProtocolModule);
  if (module) return module;
  const proto = protocol && clauses.findLast((c) => c.flag === '-p' && !c.negate)?.value;
  if (proto) return opened(clauses, column, MODULE_OF[proto] ?? proto);
  return (
    clauses.findLast((c) => c.flag === '-m' || c.flag === '-j' || c.flag === '-g') ??
    opened(clauses, column, '')
  );
}

/** Groups the words of a rule into clauses; no word is lost. */
export function clausesOf(tokens: readonly Token[]): readonly Clause[] {
  const clauses: Clause[] = [];
  for (let at = 0; at < tokens.length; ) {
    const first = tokens[at] as Token;
    const negate = first.text === '!' && !first.quoted && isOption(tokens[at + 1]);
    const head = negate ? (tokens[at + 1] as Token) : first;
    let end = at + (negate ? 2 : 1);
    const flag = head.quoted ? undefined : SHORT[head.text];
    const valueStart = end;
    if (flag) end = Math.min(end + 1, tokens.length);
    else {
      if (TAKES_ANY.has(head.text) && end < tokens.length) end++;
      while (end < tokens.length && !isOption(tokens[end])) end++;
    }
    const own = tokens.slice(at, end);
    if (flag) {
      const value = tokens[valueStart]?.text ?? '';
      clauses.push({ flag, value, negate, column: first.column, tokens: own, options: [] });
    } else {
      const values: string[] = [];
      for (let i = valueStart; i < end; i++) values.push((tokens[i] as Token).text);
      ownerOf(head.text, clauses, first.column).options.push({
        name: head.text,
        negate,
        values,
        tokens: own,
      });
    }
    at = end;
  }
  return clauses;
}

export const rawText = (tokens: readonly Token[]): string => tokens.map((token) => token.raw).join(' ');

/** The clause as it was written, its options gathered behind it; an implied module is named. */
export function clauseText(clause: Clause): string {
  const head =
    clause.tokens.length > 0 ? rawText(clause.tokens) : clause.flag && `${clause.flag} ${clause.value}`;
  const options = clause.options.map((option) => rawText(option.tokens));
  return (head === '' ? options : [head, ...options]).join(' ');
}
