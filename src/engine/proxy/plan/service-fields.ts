import type { Service } from '../../cluster/api';
import type { FieldPath } from '../../cluster/model';
import { familyOf } from '../../net';
import type { Cidr, Ip, IpFamily } from '../../net/address';
import { sloppyCidr, sloppyIp } from '../sloppy';

/** An address or network of a Service, and the field it stands in. */
export interface Placed<T> {
  readonly value: T;
  readonly path: FieldPath;
}

const PROXY_LABEL = 'service.kubernetes.io/service-proxy-name';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';

/** Objects with one of these labels, whatever its value, are someone else's: kube-proxy's informers filter them. */
export function isHidden(labels: Readonly<Record<string, string>> | undefined): boolean {
  if (!labels) return false;
  return labels[PROXY_LABEL] !== undefined || labels[HEADLESS_LABEL] !== undefined;
}

/** proxyutil.ShouldSkipService: headless, without address, or only a DNS alias. */
export function isSkipped({ spec }: Service): boolean {
  const clusterIP = spec.clusterIP || spec.clusterIPs?.[0] || '';
  return clusterIP === '' || clusterIP === 'None' || spec.type === 'ExternalName';
}

const FAMILY_NAME = { 4: 'IPv4', 6: 'IPv6' } as const;
const CLUSTER_IP: FieldPath = ['spec', 'clusterIP'];

/** The Service's address in the family, if it has one (util.GetClusterIPByFamily after the API server's defaults). */
export function clusterIPOf({ spec }: Service, family: IpFamily): Placed<Ip> | undefined {
  const families = spec.ipFamilies?.length ? spec.ipFamilies : undefined;
  const list = spec.clusterIPs?.length ? spec.clusterIPs : [spec.clusterIP ?? ''];
  for (let i = 0; i < list.length; i++) {
    if (families !== undefined && families[i] !== FAMILY_NAME[family]) continue;
    const value = sloppyIp(list[i] as string);
    if (value === undefined || familyOf(value) !== family) continue;
    return { value, path: i === 0 && spec.clusterIP ? CLUSTER_IP : ['spec', 'clusterIPs', i] };
  }
  return undefined;
}

const NONE: readonly never[] = [];

export function externalIPsOf({ spec }: Service, family: IpFamily): readonly Placed<Ip>[] {
  if (!spec.externalIPs?.length) return NONE;
  return placed(spec.externalIPs, familyIp(family), (i) => ['spec', 'externalIPs', i]);
}

/** Load balancer addresses of the Service; not those where the load balancer itself ends the connection. */
export function vipsOf({ status }: Service, family: IpFamily): readonly Placed<Ip>[] {
  const ingress = status?.loadBalancer?.ingress;
  if (!ingress?.length) return NONE;
  const ips = ingress.map(({ ip, ipMode }) => ((ipMode ?? 'VIP') === 'VIP' ? ip : ''));
  return placed(ips, familyIp(family), (i) => ['status', 'loadBalancer', 'ingress', i, 'ip']);
}

/** The API server lets blanks around a range pass, so they are cut off here. */
export function sourceRangesOf({ spec }: Service, family: IpFamily): readonly Placed<Cidr>[] {
  if (!spec.loadBalancerSourceRanges?.length) return NONE;
  const read = (text: string) => {
    const network = sloppyCidr(text.trim());
    return network !== undefined && familyOf(network) === family ? network : undefined;
  };
  return placed(spec.loadBalancerSourceRanges, read, (i) => ['spec', 'loadBalancerSourceRanges', i]);
}

const familyIp = (family: IpFamily) => (text: string) => {
  const ip = sloppyIp(text);
  return ip !== undefined && familyOf(ip) === family ? ip : undefined;
};

function placed<T>(
  texts: readonly (string | null | undefined)[],
  read: (text: string) => T | undefined,
  path: (i: number) => FieldPath,
): Placed<T>[] {
  return texts.flatMap((text, i) => {
    const value = text ? read(text) : undefined;
    return value === undefined ? [] : [{ value, path: path(i) }];
  });
}

/** The deprecated annotation wins where both are present; every value but the empty and the disabled ones counts. */
export function usesHints({ metadata: { annotations } }: Service): boolean {
  if (!annotations) return false;
  const mode =
    annotations['service.kubernetes.io/topology-aware-hints'] ??
    annotations['service.kubernetes.io/topology-mode'] ??
    '';
  return mode !== '' && mode !== 'disabled' && mode !== 'Disabled';
}

/** apiservice.ExternalPolicyLocal: the policy counts only on types that are meant for the outside. */
export function externalPolicyLocal({ spec }: Service): boolean {
  const type = spec.type || 'ClusterIP';
  const external =
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && !!spec.externalIPs?.length);
  return external && spec.externalTrafficPolicy === 'Local';
}

/** ClientIP affinity lasts three hours unless the Service says otherwise. */
const DEFAULT_AFFINITY_SECONDS = 10_800;

export function affinityOf({ spec }: Service): number | undefined {
  if (spec.sessionAffinity !== 'ClientIP') return undefined;
  return spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS;
}
