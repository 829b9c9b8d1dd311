import type { IpFamily, Machine } from '../../src/engine';
import type { NamespaceSpec } from './protocol';

export const PLAIN: Readonly<Record<string, number>> = {
  'net/ipv6/conf/all/disable_ipv6': 1,
  'net/ipv6/conf/default/disable_ipv6': 1,
};

/** Nothing is sent again; a SYN that comes again is answered again, at once, and challenged as often as it comes. */
const TCP: Readonly<Record<string, number>> = {
  'net/ipv4/tcp_synack_retries': 0,
  'net/ipv4/tcp_rto_min_us': 20_000_000,
  'net/ipv4/tcp_early_retrans': 0,
  'net/ipv4/tcp_invalid_ratelimit': 0,
};

/** IPv6 that says nothing of its own accord, with only the addresses that it is given. */
const QUIET6: Readonly<Record<string, number>> = {
  'net/ipv6/conf/default/accept_dad': 0,
  'net/ipv6/conf/default/accept_ra': 0,
  'net/ipv6/conf/default/accept_redirects': 0,
  'net/ipv6/conf/default/addr_gen_mode': 1,
  'net/ipv6/conf/default/autoconf': 0,
  'net/ipv6/conf/default/dad_transmits': 0,
  'net/ipv6/conf/default/router_solicitations': 0,
  'net/ipv6/icmp/ratelimit': 0,
  // The flow label is the packet's own; what a kernel answers has none.
  'net/ipv6/auto_flowlabels': 0,
  ...TCP,
};

export function sysctlsBefore({ sysctls }: Machine, family: IpFamily): NamespaceSpec['sysctlsBefore'] {
  if (family === 6) return { ...QUIET6, 'net/ipv6/conf/all/forwarding': Number(sysctls.ipForward) };
  const ipv4 = (name: string, value: number) => ({
    [`net/ipv4/conf/all/${name}`]: value,
    [`net/ipv4/conf/default/${name}`]: value,
  });
  return {
    ...PLAIN,
    // First: it resets some of the others.
    'net/ipv4/ip_forward': Number(sysctls.ipForward),
    ...ipv4('rp_filter', sysctls.rpFilter),
    ...ipv4('route_localnet', Number(sysctls.routeLocalnet)),
    ...ipv4('send_redirects', 0),
    ...ipv4('accept_redirects', 0),
    // No kind of ICMP is held back. (A ratelimit of 0 would take away the allowance for unroutable packets.)
    'net/ipv4/icmp_ratemask': 0,
    ...TCP,
  };
}

/** An address that nobody has is given up after 20 ms, not three seconds. */
export function neighbourSysctls({ interfaces }: Machine, family: IpFamily): NamespaceSpec['sysctlsAfter'] {
  const devices = interfaces.filter((i) => i.kind !== 'loopback' && !i.master);
  return Object.fromEntries(
    devices.flatMap(({ name }) => {
      const path = `net/ipv${family}/neigh/${name}`;
      return [
        [`${path}/mcast_solicit`, 1],
        [`${path}/ucast_solicit`, 0],
        [`${path}/retrans_time_ms`, 20],
      ];
    }),
  );
}

const DAY = 86_400;
/** Seconds for which entries last on a node: the kernel's own, but for two that kube-proxy sets (tcpEstablishedTimeout, tcpCloseWaitTimeout). */
const TIMEOUTS: Readonly<Record<string, number>> = {
  tcp_timeout_syn_sent: 120,
  tcp_timeout_syn_recv: 60,
  tcp_timeout_established: DAY,
  tcp_timeout_fin_wait: 120,
  tcp_timeout_close_wait: 3600,
  tcp_timeout_last_ack: 30,
  tcp_timeout_time_wait: 120,
  tcp_timeout_close: 10,
  tcp_timeout_max_retrans: 300,
  tcp_timeout_unacknowledged: 300,
  sctp_timeout_closed: 10,
  sctp_timeout_cookie_wait: 3,
  udp_timeout: 30,
  // On a busy machine two seconds pass, which make a stream of it.
  udp_timeout_stream: 30,
  icmp_timeout: 30,
  icmpv6_timeout: 30,
};
const LENGTHS = [...new Set(Object.values(TIMEOUTS))].sort((a, b) => a - b);
const STEP = 1000;

/** In the engine no time passes between packets, on a busy machine much does: all last long there, in the same order. */
const lasting = (seconds: number): number => (LENGTHS.indexOf(seconds) + 1) * STEP;

/** Which of the timeouts an entry was given that has `left` seconds to live in the lab. */
export const timeoutOf = (left: number): number => LENGTHS[Math.ceil(left / STEP) - 1] ?? Number.NaN;

const LASTING = Object.fromEntries(
  Object.entries(TIMEOUTS).map(([name, s]) => [`net/netfilter/nf_conntrack_${name}`, lasting(s)]),
);

export const nodeSysctls = ({ sysctls }: Machine): NamespaceSpec['sysctlsAfter'] => ({
  ...LASTING,
  'net/bridge/bridge-nf-call-iptables': Number(sysctls.bridgeNfCallIptables),
  'net/bridge/bridge-nf-call-ip6tables': Number(sysctls.bridgeNfCallIptables),
  'net/netfilter/nf_conntrack_tcp_loose': Number(sysctls.tcpLoose),
});
