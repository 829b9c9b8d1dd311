import { type Cidr, cidrOverlaps, familyOf, type Ip, type IpFamily, nthAddress, parseIp } from '../../net';
import type { Node } from '../api';
import type { Intake } from '../check/intake';
import type { ClusterNode } from '../model';
import type { Entry, Notes } from '../noter';
import { DEFAULTS } from './defaults';
import { internalIps, podCidrsOf, podIpsOf } from './families';
import { around, commonNetwork, sizeOf, subnet, within } from './networks';

interface Draft {
  readonly name: string;
  readonly entry?: Entry<Node>;
  readonly ips: Ip[];
  readonly cidrs: Cidr[];
}

/**
 * The cluster's nodes: those of the text, then those that only a `nodeName` tells of, then node-1 and node-2 where there
 * are no Node objects. What they lack is filled in by order, so that a node added at the end changes no other.
 */
export function settleNodes(intake: Intake, families: readonly IpFamily[], notes: Notes): ClusterNode[] {
  const drafts: Draft[] = intake.nodes.map((entry) => ({
    name: entry.ref.name,
    entry,
    ips: [],
    cidrs: [],
  }));
  drafts.push(...derived(intake, new Set(drafts.map(({ name }) => name)), notes));
  if (intake.nodes.length === 0) addDefaults(drafts);
  takeGiven(drafts, intake, notes);
  for (const family of families) {
    fillIps(drafts, family);
    fillCidrs(drafts, family);
  }
  return drafts.map((draft) => settled(draft, families));
}

/** Without Node objects there are two nodes at least; where both have the default names, they are in order. */
function addDefaults(drafts: Draft[]): void {
  const names: readonly string[] = DEFAULTS.nodeNames;
  for (const name of names)
    if (drafts.length < names.length && !drafts.some((draft) => draft.name === name))
      drafts.push({ name, ips: [], cidrs: [] });
  if (drafts.every(({ name }) => names.includes(name)))
    drafts.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

/** Nodes that Pods or templates name and no Node object describes. */
function derived(intake: Intake, known: Set<string>, notes: Notes): Draft[] {
  const drafts: Draft[] = [];
  const meet = (name: string | undefined, entry: Entry<unknown>, path: string[]) => {
    if (!name || known.has(name)) return;
    known.add(name);
    drafts.push({ name, ips: [], cidrs: [] });
    notes.add(intake.nodes.length > 0 ? 'warning' : 'info', 'node-derived', entry, path, { node: name });
  };
  for (const entry of intake.pods) meet(entry.object.spec.nodeName, entry, ['spec', 'nodeName']);
  for (const entry of intake.workloads)
    meet(entry.object.spec.template.spec.nodeName, entry, ['spec', 'template', 'spec', 'nodeName']);
  return drafts;
}

/** Addresses and Pod networks from the text. Where a node has none, its Pods' own may tell. */
function takeGiven(drafts: readonly Draft[], intake: Intake, notes: Notes): void {
  const ips = new Map<string, string>();
  const cidrs: { cidr: Cidr; node: string }[] = [];
  for (const { name, entry, ...draft } of drafts) {
    if (!entry) continue;
    entry.object.status?.addresses?.forEach(({ type, address }, i) => {
      if (type === 'InternalIP' && parseIp(address) === undefined)
        notes.add('error', 'node-ip-bad', entry, ['status', 'addresses', i, 'address'], { value: address });
    });
    for (const ip of internalIps(entry.object)) {
      const other = ips.get(ip);
      if (other !== undefined)
        notes.add('error', 'node-ip-clash', entry, ['status', 'addresses'], { ip, other });
      else if (!draft.ips.some((own) => familyOf(own) === familyOf(ip))) {
        ips.set(ip, name);
        draft.ips.push(ip);
      }
    }
    for (const cidr of podCidrsOf(entry.object)) {
      const other = cidrs.find((o) => cidrOverlaps(o.cidr, cidr));
      if (other) notes.add('error', 'node-cidr-clash', entry, ['spec'], { cidr, other: other.node });
      else {
        cidrs.push({ cidr, node: name });
        draft.cidrs.push(cidr);
      }
    }
  }
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  for (const { object } of intake.pods) {
    const draft = byName.get(object.spec.nodeName ?? '');
    if (!draft) continue;
    const host = parseIp(object.status?.hostIP ?? '');
    if (host && !ips.has(host) && !draft.ips.some((own) => familyOf(own) === familyOf(host))) {
      ips.set(host, draft.name);
      draft.ips.push(host);
    }
    if (object.spec.hostNetwork) continue;
    for (const ip of podIpsOf(object)) {
      if (draft.cidrs.some((own) => familyOf(own) === familyOf(ip))) continue;
      const cidr = around(ip, DEFAULTS.nodePrefix[familyOf(ip)]);
      if (cidrs.some((o) => cidrOverlaps(o.cidr, cidr))) continue;
      cidrs.push({ cidr, node: draft.name });
      draft.cidrs.push(cidr);
    }
  }
}

function fillIps(drafts: readonly Draft[], family: IpFamily): void {
  const lacking = drafts.filter(({ ips }) => !ips.some((ip) => familyOf(ip) === family));
  const given = drafts.flatMap(({ ips }) => ips).filter((ip) => familyOf(ip) === family);
  const first = given[0];
  const many = lacking.length + DEFAULTS.firstNode > 250;
  const lan =
    first === undefined
      ? DEFAULTS[many ? 'manyNodes' : 'lan'][family]
      : around(first, family === 6 ? 64 : many ? 16 : 24);
  const taken = new Set(given);
  let n = DEFAULTS.firstNode;
  for (const draft of lacking) {
    while (taken.has(nthAddress(lan, n))) n++;
    const ip = nthAddress(lan, n++);
    taken.add(ip);
    draft.ips.push(ip);
  }
}

function fillCidrs(drafts: readonly Draft[], family: IpFamily): void {
  const length = DEFAULTS.nodePrefix[family];
  const given = drafts.flatMap(({ cidrs }) => cidrs).filter((c) => familyOf(c) === family);
  const own = DEFAULTS.pods[family];
  const pool =
    drafts.length > sizeOf(own) / 2 ** ((family === 4 ? 32 : 128) - length)
      ? DEFAULTS.manyPods[family]
      : poolOf(given, family);
  let n = 0;
  const free = (): Cidr | undefined => {
    for (;;) {
      const cidr = subnet(pool, length, n++);
      if (cidr === undefined || !given.some((other) => cidrOverlaps(other, cidr))) return cidr;
    }
  };
  for (const { cidrs } of drafts) {
    if (cidrs.some((c) => familyOf(c) === family)) continue;
    const cidr = free();
    if (cidr !== undefined) cidrs.push(cidr);
  }
}

/** Where the missing shares come from: the default network, or that of the given ones. */
function poolOf(given: readonly Cidr[], family: IpFamily): Cidr {
  const own = DEFAULTS.pods[family];
  const first = given[0];
  if (first === undefined || within(first, own)) return own;
  return commonNetwork([first.split('/')[0] as Ip], family === 4 ? 16 : 56);
}

function settled({ name, entry, ips, cidrs }: Draft, families: readonly IpFamily[]): ClusterNode {
  const rank = (family: IpFamily) => families.indexOf(family);
  const byFamily = <T extends Ip | Cidr>(list: readonly T[]) =>
    [...list].sort((a, b) => rank(familyOf(a)) - rank(familyOf(b)));
  const podCidrs = byFamily(cidrs);
  const nodeIps = byFamily(ips);
  const given = entry?.object;
  const labels = given?.metadata.labels ?? { 'kubernetes.io/hostname': name };
  const zone = labels['topology.kubernetes.io/zone'];
  const others = given?.status?.addresses?.filter(({ type }) => type !== 'InternalIP') ?? [];
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Node',
      ...given,
      metadata: { ...given?.metadata, name, labels },
      spec: { ...given?.spec, ...(podCidrs[0] ? { podCIDR: podCidrs[0] } : {}), podCIDRs: podCidrs },
      status: {
        ...given?.status,
        addresses: [...nodeIps.map((address) => ({ type: 'InternalIP', address })), ...others],
      },
    },
    name,
    ips: nodeIps,
    podCidrs,
    ...(zone === undefined ? {} : { zone }),
    given: entry !== undefined,
  };
}
