import type { IpFamily } from '../../net/address';
import { builtIn, isTableName } from '../hooks';
import type { BaseChain, Chain, ChainName, Rule, Ruleset, Table, TableName } from '../model';
import { chainName } from '../model';
import { type IpSetProblem, isSetLine, readSetLine, type Sets } from '../modules/ipset';
import { type Fault, readRules } from './parse-rule';
import { type Token, tokenize } from './tokens';

export { parseRule } from './parse-rule';

export type ParseCode =
  | Fault['code']
  /** Of an `ipset save` line: not readable, of a type that is not simulated, or for a set that was not created. */
  | IpSetProblem
  /** A rule or chain stands before any `*table`. */
  | 'no-table'
  | 'unknown-table'
  /** The same `*table` begins again: its chains go on where they were. */
  | 'repeated-table'
  | 'no-commit'
  | 'bad-line'
  /** A command that changes rules in a way that a listing never does (`-D`, `-R`, `-E`). */
  | 'unsupported-command'
  /** A rule for a chain that the table does not declare; iptables-restore would refuse it. */
  | 'undeclared-chain'
  /** A jump to a chain that the table does not declare. */
  | 'missing-chain';

export interface ParseProblem {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly code: ParseCode;
}

interface OpenChain {
  readonly name: ChainName;
  base: BaseChain | undefined;
  rules: Rule[];
}

interface OpenTable {
  readonly name: TableName;
  readonly chains: Map<ChainName, OpenChain>;
  readonly deletes: ChainName[];
  readonly order: ChainName[];
  /** Where each jump stands, to be checked when all chains are known. */
  readonly jumps: { readonly to: ChainName; readonly line: number; readonly column: number }[];
}

/** `[packets:bytes]` before a rule, as `iptables-save -c` writes it. */
const COUNTERS = /^\[\d+:\d+\]$/;

class Reader {
  readonly tables = new Map<TableName, OpenTable>();
  readonly problems: ParseProblem[] = [];
  private readonly family: IpFamily;
  private readonly sets: Sets = new Map();
  private table: OpenTable | undefined;
  private line = 0;
  /** Inside a table that is not known: its lines are passed over, after one problem for the table. */
  private skipping = false;

  constructor(family: IpFamily) {
    this.family = family;
  }

  read(text: string): void {
    for (let start = 0; start <= text.length; ) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      this.line++;
      this.readLine(text.slice(start, end));
      start = end + 1;
    }
    if (this.table) this.problem('no-commit', 1, `*${this.table.name}`);
    for (const table of this.tables.values()) {
      for (const { to, line, column } of table.jumps) {
        if (!table.chains.has(to)) this.problems.push({ line, column, text: to, code: 'missing-chain' });
      }
    }
  }

  private problem(code: ParseCode, column: number, text: string): void {
    this.problems.push({ line: this.line, column, text, code });
  }

  private readLine(line: string): void {
    const { tokens, open } = tokenize(line);
    const counted = COUNTERS.test(tokens[0]?.text ?? '') ? 1 : 0;
    const first = tokens[counted];
    if (!first || first.text.startsWith('#')) return;
    if (first.text.startsWith('*')) this.beginTable(first);
    else if (first.text === 'COMMIT') {
      this.table = undefined;
      this.skipping = false;
    } else if (this.skipping) return;
    else if (!this.table && isSetLine(first.text)) this.readSet(tokens);
    else if (!this.table) this.problem('no-table', first.column, line.trim());
    else if (open !== undefined) this.problem('open-quote', open, line.trim());
    else if (first.text.startsWith(':')) this.declare(this.table, first.text.slice(1), tokens[1]?.text);
    else this.command(this.table, tokens.slice(counted), line);
  }

  private readSet(tokens: readonly Token[]): void {
    const code = readSetLine(
      tokens.map((token) => token.text),
      this.sets,
    );
    const at = tokens[code === 'no-set' ? 1 : 2] ?? (tokens[0] as Token);
    if (code) this.problem(code, at.column, at.text);
  }

  private beginTable(token: Token): void {
    const name = token.text.slice(1);
    this.table = undefined;
    this.skipping = !isTableName(name);
    if (!isTableName(name)) {
      this.problem('unknown-table', token.column, name);
      return;
    }
    const known = this.tables.get(name);
    if (known) this.problem('repeated-table', token.column, name);
    this.table = known ?? { name, chains: new Map(), deletes: [], order: [], jumps: [] };
    this.tables.set(name, this.table);
  }

  private declare(table: OpenTable, text: string, policy: string | undefined): OpenChain {
    const name = chainName(text);
    let chain = table.chains.get(name);
    if (!chain) {
      chain = { name, base: undefined, rules: [] };
      table.chains.set(name, chain);
    }
    chain.base = builtIn(table.name, text, policy === 'DROP' ? 'DROP' : 'ACCEPT') ?? chain.base;
    return chain;
  }

  private command(table: OpenTable, tokens: readonly Token[], line: string): void {
    const command = tokens[0] as Token;
    const name = tokens[1]?.text;
    if (name === undefined) this.problem('bad-line', command.column, line.trim());
    else if (command.text === '-A' || command.text === '--append')
      this.addRules(table, name, tokens, 2, undefined);
    else if (command.text === '-I' || command.text === '--insert') {
      const position = /^\d+$/.test(tokens[2]?.text ?? '') ? Number(tokens[2]?.text) : undefined;
      this.addRules(table, name, tokens, position === undefined ? 2 : 3, position ?? 1);
    } else if (command.text === '-N' || command.text === '--new-chain') this.declare(table, name, undefined);
    else if (command.text === '-P' || command.text === '--policy') this.declare(table, name, tokens[2]?.text);
    else if (command.text === '-X' || command.text === '--delete-chain') table.deletes.push(chainName(name));
    else {
      const code = command.text.startsWith('-') ? 'unsupported-command' : 'bad-line';
      this.problem(code, command.column, line.trim());
    }
  }

  private addRules(
    table: OpenTable,
    name: string,
    tokens: readonly Token[],
    skip: number,
    position: number | undefined,
  ): void {
    let chain = table.chains.get(chainName(name));
    if (!chain) {
      chain = this.declare(table, name, undefined);
      if (!chain.base) this.problem('undeclared-chain', tokens[1]?.column ?? 1, name);
    }
    const faults: Fault[] = [];
    const rules = readRules(tokens.slice(skip), this.family, faults, this.sets);
    for (const fault of faults) this.problem(fault.code, fault.column, fault.text);
    for (const rule of rules) {
      if (position === undefined) chain.rules.push(rule);
      else chain.rules.splice(position - 1, 0, rule);
      table.order.push(chain.name);
      const { target } = rule;
      if (target?.kind === 'jump' || target?.kind === 'goto') {
        const column = tokens.findLast((token) => token.text === target.chain)?.column ?? 1;
        table.jumps.push({ to: target.chain, line: this.line, column });
      }
    }
  }
}

/** Are the rules written chain by chain, in the order in which the chains are declared? */
function isGrouped(table: OpenTable): boolean {
  let at = 0;
  for (const chain of table.chains.values()) {
    for (const _ of chain.rules) if (table.order[at++] !== chain.name) return false;
  }
  return true;
}

function closed(table: OpenTable): Table {
  const chains = new Map<ChainName, Chain>(table.chains);
  return {
    name: table.name,
    chains,
    ...(table.deletes.length > 0 && { deletes: table.deletes }),
    ...(!isGrouped(table) && { order: table.order }),
  };
}

/**
 * Reads what `iptables-save` prints (nft or legacy, with counters or without) and what `iptables-restore` takes.
 *
 * Nothing is thrown away in silence: conditions and targets that are not evaluated stay in the rule as `unknown`, with
 * their text; what cannot be read at all is a problem with its line and column.
 */
export function parseRuleset(
  text: string,
  family: IpFamily,
): { readonly ruleset: Ruleset; readonly problems: readonly ParseProblem[] } {
  const reader = new Reader(family);
  reader.read(text);
  const tables = new Map<TableName, Table>();
  for (const table of reader.tables.values()) tables.set(table.name, closed(table));
  return { ruleset: { family, tables }, problems: reader.problems };
}
