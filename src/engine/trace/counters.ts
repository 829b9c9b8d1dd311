import { ipLength } from '../net/length';
import { chainKey, ruleKey } from './rule-key';
import type { Step } from './step';

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

function count(tally: Tally, key: string, more: Counter): void {
  const { packets, bytes } = tally.get(key) ?? { packets: 0, bytes: 0 };
  tally.set(key, { packets: packets + more.packets, bytes: bytes + more.bytes });
}

/**
 * Counters while packets pass. A rule counts a packet once all its conditions hold, whatever its target does then; a
 * base chain's policy counts what reaches its end or returns from it (ipt_do_table in net/ipv4/netfilter/ip_tables.c).
 */
export class Counting {
  private rules: Tally = new Map();
  private policies: Tally = new Map();

  add(steps: Iterable<Step>): void {
    for (const step of steps) {
      if (step.kind !== 'policy' && !(step.kind === 'rule' && step.matched)) continue;
      const { machine, table, chain } = step;
      const { packet } = step.before;
      const one = { packets: 1, bytes: ipLength(packet) };
      if (step.kind === 'policy') count(this.policies, chainKey(machine, packet.family, table, chain), one);
      else count(this.rules, ruleKey(machine, packet.family, table, chain, step.number), one);
    }
  }

  /** What was counted since this was last asked. */
  take(): Counters {
    const { rules, policies } = this;
    this.rules = new Map();
    this.policies = new Map();
    return { rules, policies };
  }
}

function sum(a: ReadonlyMap<string, Counter>, b: ReadonlyMap<string, Counter>): Tally {
  const all = new Map(a);
  for (const [key, more] of b) count(all, key, more);
  return all;
}

export const addCounters = (a: Counters, b: Counters): Counters => ({
  rules: sum(a.rules, b.rules),
  policies: sum(a.policies, b.policies),
});

/** The counters after these steps. */
export function countSteps(before: Counters, steps: Iterable<Step>): Counters {
  const counting = new Counting();
  counting.add(steps);
  return addCounters(before, counting.take());
}
