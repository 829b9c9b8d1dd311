import { type ChainName, chainName, type Rule, type Table } from '../../netfilter/model';
import type { ProxyContext } from '../config/context';
import { isServicePortChain } from '../names/names';
import { isLargeCluster, plansOf, type ServiceWork } from '../plan/work';
import {
  FIXED_NAT_CHAINS,
  fixedFilterChains,
  forwardRules,
  localnetGuard,
  masqueradeRules,
  nodePortJumps,
} from './fixed';
import { type ServicePortRules, servicePortRules } from './service-port';
import { declarationsOf, linesOf, textsFor } from './text';
import type { RuleRun } from './write';

/** The payload as tables: filter, then nat. Yields after each Service. */
export function* payloadTables(
  works: readonly ServiceWork[],
  context: ProxyContext,
): Generator<undefined, Table[]> {
  const comments = !isLargeCluster(works, context);
  const units: ServicePortRules[] = [];
  for (const work of works) {
    for (const plan of plansOf(work, context)) units.push(servicePortRules(plan, context, comments));
    yield;
  }
  const filter = new TableBuilder('filter', fixedFilterChains(context));
  filter.add(localnetGuard(context));
  for (const unit of units) {
    filter.add(unit.filter);
    yield;
  }
  filter.add([forwardRules(context)]);

  const nat = new TableBuilder('nat', FIXED_NAT_CHAINS);
  nat.add(masqueradeRules(context));
  for (const unit of units) {
    nat.declare(unit.natChains);
    nat.add(unit.nat);
    yield;
  }
  const stale = staleChains(context.config.existingNATChains, (name) => nat.has(name));
  nat.declare(stale);
  nat.add([nodePortJumps(context)]);
  return [filter.table([]), nat.table(stale)];
}

/** The payload as text, piece by piece: Services that did not change since an earlier call are not written again. */
export function payloadPieces(works: readonly ServiceWork[], context: ProxyContext): string[] {
  const { family, config } = context;
  const comments = !isLargeCluster(works, context);
  const services = textsFor(context).joined(works, context, comments);
  const stale = staleChains(config.existingNATChains, (name) =>
    services.some(({ natChains }) => natChains.includes(`:${name} `)),
  );
  return [
    '*filter\n',
    declarationsOf(fixedFilterChains(context)),
    linesOf(localnetGuard(context), family),
    ...services.map(({ filter }) => filter),
    linesOf([forwardRules(context)], family),
    'COMMIT\n*nat\n',
    declarationsOf(FIXED_NAT_CHAINS),
    ...services.map(({ natChains }) => natChains),
    declarationsOf(stale),
    linesOf(masqueradeRules(context), family),
    ...services.map(({ nat }) => nat),
    linesOf([nodePortJumps(context)], family),
    ...stale.map((name) => `-X ${name}\n`),
    'COMMIT\n',
  ];
}

/** Chains of service ports and endpoints that are gone. Declaring one flushes it; then it can be deleted. */
function staleChains(existing: readonly string[], active: (name: ChainName) => boolean): ChainName[] {
  const names = [...new Set(existing)].filter(isServicePortChain).map(chainName);
  return names.filter((name) => !active(name));
}

/** Groups rules by chain; `order` keeps the sequence in which they were written. */
class TableBuilder {
  private readonly chains = new Map<ChainName, { readonly name: ChainName; readonly rules: Rule[] }>();
  private readonly order: ChainName[] = [];
  private readonly name: 'filter' | 'nat';

  constructor(name: 'filter' | 'nat', chains: readonly ChainName[]) {
    this.name = name;
    this.declare(chains);
  }

  has(chain: ChainName): boolean {
    return this.chains.has(chain);
  }

  declare(chains: readonly ChainName[]): void {
    for (const name of chains) this.chains.set(name, { name, rules: [] });
  }

  add(runs: readonly RuleRun[]): void {
    for (const { chain, rules } of runs) {
      const list = this.chains.get(chain)?.rules;
      if (!list) throw new Error(`rules for the undeclared chain ${chain}`);
      for (const rule of rules) {
        list.push(rule);
        this.order.push(chain);
      }
    }
  }

  table(deletes: readonly ChainName[]): Table {
    const { name, chains } = this;
    return { name, chains, order: this.order, ...(deletes.length > 0 ? { deletes } : {}) };
  }
}
