import { drain } from '../../lib/drain';
import type { Ruleset } from '../netfilter/model';
import type { ProxyConfig } from './config/config';
import { type ProxyContext, proxyContext } from './config/context';
import { payloadPieces, payloadTables } from './iptables/payload';
import { type Jump, jumpsOf } from './jumps';
import { type ProxyObjects, type ServiceWork, serviceWork } from './plan/work';

/** What one full sync of kube-proxy does to the node. Made when read, and then kept. */
export interface ProxyRules {
  /** The payload of iptables-restore: tables filter and nat, regular chains only. */
  readonly ruleset: Ruleset;
  /** The same in slices, of one Service each. */
  inSlices(): Generator<undefined, Ruleset>;
  /**
   * The payload's text in pieces of whole lines: joined, what `printRestore(ruleset)` gives. iptables-restore reads a
   * stream, so nobody has to hold tens of megabytes in one piece; pieces without a change are those of the sync before.
   */
  readonly payload: readonly string[];
  /** In the order of insertion; each goes to the front of its chain. */
  readonly jumps: readonly Jump[];
}

/**
 * The rules of one node in one family (Proxier.syncProxyRules of v1.30, a full sync). Services are written in the
 * order of their names, so that the same objects always give the same text.
 *
 * @throws RangeError for mode nftables, which is not generated.
 */
export function generateRules(objects: ProxyObjects, config: ProxyConfig): ProxyRules {
  if (config.mode !== 'iptables') throw new RangeError(`${config.mode} mode is not supported yet`);
  return new Sync(serviceWork(objects), proxyContext(config, objects.nodes));
}

class Sync implements ProxyRules {
  private readonly works: readonly ServiceWork[];
  private readonly context: ProxyContext;
  private madeRuleset: Ruleset | undefined;
  private madePayload: readonly string[] | undefined;

  constructor(works: readonly ServiceWork[], context: ProxyContext) {
    this.works = works;
    this.context = context;
  }

  get ruleset(): Ruleset {
    return drain(this.inSlices());
  }

  *inSlices(): Generator<undefined, Ruleset> {
    if (!this.madeRuleset) {
      const tables = yield* payloadTables(this.works, this.context);
      const { family } = this.context;
      this.madeRuleset = { family, tables: new Map(tables.map((table) => [table.name, table])) };
    }
    return this.madeRuleset;
  }

  get payload(): readonly string[] {
    this.madePayload ??= payloadPieces(this.works, this.context);
    return this.madePayload;
  }

  get jumps(): Jump[] {
    return jumpsOf(this.context.config);
  }
}
