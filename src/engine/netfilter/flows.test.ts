import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { familyOf, formatHostPort, ip } from '../net/ip';
import type { Protocol } from '../net/packet';
import { appendRules, insertAtFront } from './build';
import { evaluateChain } from './evaluate/evaluate';
import type { EvalEnv, TableResult } from './evaluate/evaluate.types';
import type { RuleInput } from './facts';
import { type ChainName, chainName, type Ruleset, type TableName } from './model';
import { parseRule, parseRuleset } from './parse/parse';

/** Packets that kube-proxy's own unit tests send, with what became of them; the folder is not part of the repository. */
const folder = process.env.HOPSCOPE_CONFORMANCE;
if (!folder) console.warn('HOPSCOPE_CONFORMANCE is not set: the evaluator is not compared with the corpus');

interface Flow {
  readonly caseName: string;
  readonly name: string;
  readonly sourceIP: string;
  readonly destIP: string;
  readonly destPort: number;
  readonly protocol: string;
  readonly output: string;
  readonly masq: boolean;
  readonly nodeIPs: readonly string[];
}

interface Case {
  readonly name: string;
  readonly canonical: string;
  readonly jumps?: readonly { readonly table: TableName; readonly chain: string; readonly rule: string }[];
}

function read<T>(file: string): readonly T[] {
  const lines = readFileSync(`${folder}/${file}`, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): T => JSON.parse(line));
}

function loaded({ canonical, jumps = [] }: Case, family: 4 | 6): Ruleset {
  let { ruleset } = parseRuleset(canonical, family);
  for (const { table, chain, rule } of jumps) {
    ruleset = insertAtFront(ruleset, table, chainName(chain), [parseRule(rule, family)]);
  }
  return appendRules(ruleset, 'nat', chainName('PREROUTING'), []);
}

const FILTER_CHAINS = [
  'KUBE-SERVICES',
  'KUBE-EXTERNAL-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-PROXY-FIREWALL',
].map(chainName);

/** Every endpoint that a `statistic` can choose: the first n of them miss, the next one hits. */
function outcomes(
  ruleset: Ruleset,
  base: ChainName,
  input: RuleInput,
  env: Omit<EvalEnv, 'draw'>,
): TableResult[] {
  const nat = ruleset.tables.get('nat');
  const found: TableResult[] = [];
  for (let misses = 0; nat && misses === found.length; misses++) {
    let draws = 0;
    const result = evaluateChain(nat, base, input, {
      ...env,
      draw: () => (draws++ < misses ? 0.9999999999 : 0),
    });
    if (draws >= misses) found.push(result);
  }
  return found;
}

function send(flow: Flow, ruleset: Ruleset): { output: string; masq: boolean } {
  const src = ip(flow.sourceIP);
  const dst = ip(flow.destIP);
  const proto = flow.protocol as Protocol;
  const packet = {
    family: familyOf(dst),
    src,
    dst,
    ttl: 64,
    proto,
    sport: 40000,
    dport: flow.destPort,
    flags: [],
  };
  const input: RuleInput = { packet, mark: 0, ctState: 'NEW', ctNat: { src: false, dst: false } };
  const addrType: EvalEnv['addrType'] = (address) => (flow.nodeIPs.includes(address) ? 'LOCAL' : 'UNICAST');
  const results = outcomes(ruleset, chainName('PREROUTING'), input, { addrType });
  const masq = results.some((r) => r.events.some((e) => e.chain === 'KUBE-MARK-MASQ'));
  const endpoints = results.flatMap(({ verdict }) => (verdict.kind === 'dnat' ? [verdict] : []));
  const first = endpoints[0];
  const after = first ? { ...packet, dst: first.to, dport: first.port ?? packet.dport } : packet;
  const filter = ruleset.tables.get('filter');
  for (const chain of FILTER_CHAINS) {
    if (!filter?.chains.has(chain)) continue;
    const { verdict, by } = evaluateChain(
      filter,
      chain,
      { ...input, packet: after },
      { addrType, draw: () => 0 },
    );
    if (by) return { output: verdict.kind.toUpperCase(), masq };
  }
  return { output: endpoints.map((e) => formatHostPort(e.to, e.port ?? 0)).join(', '), masq };
}

describe.runIf(folder)("flows of kube-proxy's unit tests", () => {
  test('each ends where the corpus says, masqueraded or not', () => {
    const cases = new Map(
      [...read<Case>('peer-suite-v4.jsonl'), ...read<Case>('peer-suite-v6.jsonl')].map((c) => [c.name, c]),
    );
    const flows = read<Flow>('peer-flows.jsonl').filter((flow) => cases.has(flow.caseName));
    expect(flows.length).toBeGreaterThan(150);
    for (const flow of flows) {
      const ruleset = loaded(cases.get(flow.caseName) as Case, familyOf(ip(flow.destIP)));
      const said = `${flow.caseName}: ${flow.name}`;
      expect({ said, ...send(flow, ruleset) }).toEqual({ said, output: flow.output, masq: flow.masq });
    }
  });
});
