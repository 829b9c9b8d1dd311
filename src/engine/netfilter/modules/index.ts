import { dscp, length, pkttype, tos, ttl } from './header';
import { icmp } from './icmp';
import { iprange } from './iprange';
import { connmark, limit, nth } from './memory';
import type { ModuleReader } from './module';
import { physdev } from './physdev';
import { multiport } from './ports';
import { set } from './set';

/**
 * What iptables calls matches, as far as Hopscope has the facts for them, beside those that kube-proxy itself writes. As
 * the kernel does when it loads a rule (xt_check_match), the rule gets the function that tests it; whoever only shows or
 * walks rules needs none of this.
 */
export const MODULES: Readonly<Record<string, ModuleReader>> = {
  connmark,
  dscp,
  hl: ttl,
  icmp,
  icmp6: icmp,
  iprange,
  length,
  limit,
  multiport,
  physdev,
  pkttype,
  set,
  statistic: nth,
  tos,
  ttl,
};
