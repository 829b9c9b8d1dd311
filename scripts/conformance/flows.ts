import { rulesOfCase } from '../../src/cli/jsonl';
import {
  type ChainName,
  chainName,
  evaluateChain,
  type Ip,
  ip,
  nodeRuleset,
  type Packet,
  type Protocol,
  type RuleInput,
  type Ruleset,
  type TableName,
  type TableResult,
} from '../../src/engine';
import type { CorpusCase } from './cases';

/** A packet against a case, and what kube-proxy's own packet tracer says of it. */
export interface FlowCase {
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

const FILTER_CHAINS = ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-NODEPORTS', 'KUBE-PROXY-FIREWALL'];

/** What differs from the expected flow; undefined if nothing does. */
export function checkFlow(flow: FlowCase, given: CorpusCase | undefined): string | undefined {
  if (!given) return 'its case is not in the corpus';
  const ruleset = nodeRuleset(rulesOfCase(given));
  const { outputs, masq } = follow(flow, ruleset);
  const written = `output "${outputs.join(', ')}" masq ${masq}`;
  const expected = `output "${flow.output}" masq ${flow.masq}`;
  return written === expected ? undefined : `- ${expected}\n+ ${written}`;
}

function follow(flow: FlowCase, ruleset: Ruleset): { outputs: string[]; masq: boolean } {
  const first = packetOf(flow, ruleset);
  const results = everyChoice((draw) => run(ruleset, 'nat', 'PREROUTING', first, flow, draw));
  const targets = results.flatMap(({ verdict }) => (verdict.kind === 'dnat' ? [verdict] : []));
  const outputs = targets.map(({ to, port }) => (to.includes(':') ? `[${to}]:${port}` : `${to}:${port}`));
  const masq = results.some(({ events }) =>
    events.some((event) => event.kind === 'rule' && event.chain === 'KUBE-MARK-MASQ'),
  );
  const dst = targets[0]?.to ?? first.dst;
  const dport = targets[0]?.port ?? first.dport;
  for (const chain of FILTER_CHAINS) {
    const { verdict, by } = run(ruleset, 'filter', chain, { ...first, dst, dport }, flow, () => 0);
    if (by) return { outputs: [...outputs, verdict.kind.toUpperCase()], masq };
  }
  return { outputs, masq };
}

/** Runs once for each way that `statistic` rules can choose: the n-th run lets the first n of them pass by. */
function everyChoice(once: (draw: () => number) => TableResult): TableResult[] {
  const results: TableResult[] = [];
  for (let n = 0; ; n++) {
    let drawn = 0;
    results.push(once(() => (drawn++ < n ? 0.999999999 : 0)));
    if (drawn <= n) return results;
  }
}

function run(
  ruleset: Ruleset,
  tableName: TableName,
  chain: string,
  packet: Packet,
  { nodeIPs }: FlowCase,
  draw: () => number,
): TableResult {
  const table = ruleset.tables.get(tableName);
  if (!table) throw new Error(`no table ${tableName}`);
  const input: RuleInput = {
    packet,
    mark: 0,
    iif: 'eth0',
    ctState: 'NEW',
    ctNat: { src: false, dst: false },
  };
  return evaluateChain(table, chainName(chain) as ChainName, input, {
    addrType: (address: Ip) => (nodeIPs.includes(address) ? 'LOCAL' : 'UNICAST'),
    draw,
    recentlySeen: () => false,
  });
}

function packetOf(flow: FlowCase, { family }: Ruleset): Packet {
  return {
    family,
    src: ip(flow.sourceIP),
    dst: ip(flow.destIP),
    ttl: 64,
    proto: flow.protocol as Protocol,
    sport: 40000,
    dport: flow.destPort,
    flags: flow.protocol === 'tcp' ? ['SYN'] : [],
  };
}
