import { ipLength } from '../net/length';
import type { Step } from './model';
import { chainKey, ruleKey } from './rule-key';

/** As `iptables -vnL` shows it: bytes count from the IP header on. */
export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}

/** What rules and policies have counted; those that nothing reached are absent. */
export interface Counters {
  /** By `ruleKey`. */
  readonly rules: ReadonlyMap<string, Counter>;
  /** By `chainKey`: base chains whose policy was asked. */
  readonly policies: ReadonlyMap<string, Counter>;
}

/** `iptables -Z`. */
export const NO_COUNTERS: Counters = { rules: new Map(), policies: new Map() };

type Tally = Map<string, Counter>;

function count(tally: Tally, key: string, length: number): void {
  const { packets, bytes } = tally.get(key) ?? { packets: 0, bytes: 0 };
  tally.set(key, { packets: packets + 1, bytes: bytes + length });
}

/**
 * Counters while packets pass. A rule counts a packet once all its conditions hold, whatever its target does then; a
 * base chain's policy counts what reaches its end or returns from it (ipt_do_table in net/ipv4/netfilter/ip_tables.c).
 */
export class Counting {
  private readonly rules: Tally;
  private readonly policies: Tally;

  constructor({ rules, policies }: Counters) {
    this.rules = new Map(rules);
    this.policies = new Map(policies);
  }

  add(steps: Iterable<Step>): void {
    for (const step of steps) {
      if (step.kind !== 'policy' && !(step.kind === 'rule' && step.matched)) continue;
      const { machine, table, chain } = step;
      const { packet } = step.before;
      const { family } = packet;
      if (step.kind === 'policy')
        count(this.policies, chainKey(machine, family, table, chain), ipLength(packet));
      else count(this.rules, ruleKey(machine, family, table, chain, step.number), ipLength(packet));
    }
  }

  /** As they stand; later packets do not change them. */
  counters(): Counters {
    return { rules: new Map(this.rules), policies: new Map(this.policies) };
  }
}

/** The counters after these steps. */
export function countSteps(before: Counters, steps: Iterable<Step>): Counters {
  const counting = new Counting(before);
  counting.add(steps);
  return counting.counters();
}
