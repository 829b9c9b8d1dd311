import { familyOf, type IpFamily, parseCidr, parseIp } from '../../net';
import type { Node, Pod, Service } from '../api';
import type { Intake } from '../check/intake';

/**
 * The address families of the cluster, the primary first. Nodes decide by their Pod networks, then by their addresses;
 * without either, given Pods; without anything, IPv4. A Service that asks for another family brings it in.
 */
export function familiesOf(intake: Pick<Intake, 'nodes' | 'pods' | 'services'>): readonly IpFamily[] {
  const found = new Set<IpFamily>();
  const nodes = intake.nodes.map(({ object }) => object);
  for (const node of nodes) for (const c of podCidrsOf(node)) found.add(familyOf(c));
  for (const node of nodes) for (const ip of internalIps(node)) found.add(familyOf(ip));
  for (const { object } of intake.pods) for (const ip of podIpsOf(object)) found.add(familyOf(ip));
  if (found.size === 0) found.add(4);
  for (const { object } of intake.services) for (const family of asksFor(object)) found.add(family);
  return [...found];
}

export const podCidrsOf = ({ spec }: Node) =>
  (spec?.podCIDRs?.length ? spec.podCIDRs : spec?.podCIDR ? [spec.podCIDR] : []).flatMap(
    (text) => parseCidr(text) ?? [],
  );

export const internalIps = ({ status }: Node) =>
  (status?.addresses ?? [])
    .filter(({ type }) => type === 'InternalIP')
    .flatMap(({ address }) => parseIp(address) ?? []);

export const podIpsOf = ({ status }: Pod) =>
  (status?.podIPs?.length ? status.podIPs.map(({ ip }) => ip) : status?.podIP ? [status.podIP] : []).flatMap(
    (text) => parseIp(text) ?? [],
  );

export const clusterIpsOf = ({ spec }: Service): readonly string[] =>
  spec.clusterIPs?.length ? spec.clusterIPs : spec.clusterIP ? [spec.clusterIP] : [];

function asksFor({ spec, ...rest }: Service): readonly IpFamily[] {
  const given = clusterIpsOf({ spec, ...rest }).flatMap((text) => parseIp(text) ?? []);
  if (given.length > 0) return given.map(familyOf);
  if (spec.ipFamilyPolicy === 'RequireDualStack') return [4, 6];
  return (spec.ipFamilies ?? []).map((family) => (family === 'IPv6' ? 6 : 4));
}
