import type { Sysctls } from '../model';

/** A node as kubeadm, flannel and kube-proxy leave it; kube-proxy itself sets route_localnet. */
export const NODE_SYSCTLS: Sysctls = {
  ipForward: true,
  rpFilter: 2,
  routeLocalnet: true,
  bridgeNfCallIptables: true,
  tcpLoose: true,
};

/** A network namespace that nobody has configured. */
export const PLAIN_SYSCTLS: Sysctls = {
  ipForward: false,
  rpFilter: 0,
  routeLocalnet: false,
  bridgeNfCallIptables: false,
  tcpLoose: true,
};

/** VXLAN takes 50 bytes of each packet away, over IPv6 70; with host-gw nothing does. */
export const MTU = { loopback: 65536, lan: 1500, pod: 1450, pod6: 1430 } as const;

/** flannel's VXLAN device: network 1, the port that Linux used before IANA gave 4789. */
export const FLANNEL_VXLAN = { vni: 1, port: 8472 } as const;
