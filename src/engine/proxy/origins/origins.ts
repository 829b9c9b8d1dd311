import { type ObjectRef, refKey } from '../../cluster/api';
import type { Cluster, FieldPath } from '../../cluster/model';
import { SETTING_PATHS } from '../../cluster/proxy-settings/proxySchema';
import { familiesOf } from '../../host/families';
import type { Machine, MachineId, Network } from '../../host/model';
import type { IpFamily } from '../../net/address';
import type { ChainName, Rule, Ruleset, TableName } from '../../netfilter/model';
import { causesIn } from './causes';
import { type OriginSeed, originOf } from './origin';

/** A rule that a field causes. */
export interface CausedRule {
  readonly table: TableName;
  readonly chain: ChainName;
  /** From 1. */
  readonly number: number;
  readonly rule: Rule;
  /** The field is the one that the rule's own origin names; otherwise the rule only depends on it. */
  readonly direct: boolean;
}

export interface NodeCauses {
  readonly machine: MachineId;
  readonly name: string;
  readonly families: readonly IpFamily[];
  /** In the order of tables and chains. Found when first asked for, and kept: the node's rules are generated for it. */
  of(family: IpFamily): readonly CausedRule[];
}

export interface Cause {
  /**
   * Any object of the text, or a node's settings: kind KubeProxyConfiguration, with a node's name or, for all nodes,
   * any other.
   */
  readonly object: ObjectRef;
  /** As it stands in the text; of settings also as in `ProxyConfig`. Absent or empty: the object as a whole. */
  readonly path?: FieldPath;
}

/**
 * The rules that would be different without a field, or not there, node by node: those whose origin it is, and those
 * that depend on it besides. A field within the path, or around it, counts. Pods and workloads cause the rules of the
 * endpoints that they are behind.
 */
export function rulesCausedBy(cluster: Cluster, network: Network, cause: Cause): readonly NodeCauses[] {
  const wanted = wantedPaths(cause);
  const tell = causesIn(cluster, cause.object);
  const find = (node: Machine, family: IpFamily): readonly CausedRule[] => {
    const ruleset = node.ruleset(family);
    return ruleset ? [...caused(ruleset, node.name)] : [];
  };
  function* caused(ruleset: Ruleset, node: string): Generator<CausedRule> {
    for (const { name: table, chains } of ruleset.tables.values())
      for (const { name: chain, rules } of chains.values())
        for (let i = 0; i < rules.length; i++) {
          const rule = rules[i] as Rule;
          const seed = seedOf(rule);
          const paths = seed && tell(seed, { node, chain });
          if (paths?.some((path) => wanted.some((one) => touch(one, path))))
            yield { table, chain, number: i + 1, rule, direct: isDirect(rule, cause.object, wanted) };
        }
  }
  return [...network.machines.values()]
    .filter(({ kind }) => kind === 'node')
    .map((node) => nodeCauses(node, (family) => find(node, family)));
}

function nodeCauses(node: Machine, find: (family: IpFamily) => readonly CausedRule[]): NodeCauses {
  const made = new Map<IpFamily, readonly CausedRule[]>();
  return {
    machine: node.id,
    name: node.name,
    get families() {
      return familiesOf(node);
    },
    of(family) {
      const rules = made.get(family) ?? find(family);
      made.set(family, rules);
      return rules;
    },
  };
}

function seedOf({ origin }: Rule): OriginSeed | undefined {
  return typeof origin === 'object' && origin !== null && 'code' in origin
    ? (origin as OriginSeed)
    : undefined;
}

/** Is one of them within the other, or the same? */
function touch(a: FieldPath, b: FieldPath): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** `kind` and `apiVersion` stand for the object; settings are translated to the names of `ProxyConfig`. */
function wantedPaths({ object, path = [] }: Cause): readonly FieldPath[] {
  if (path.length === 0 || path[0] === 'kind' || path[0] === 'apiVersion') return [[]];
  if (object.kind !== 'KubeProxyConfiguration') return [path];
  const settings = Object.entries(SETTING_PATHS)
    .filter(([, written]) => touch(written, path))
    .map(([setting, written]) => [setting, ...path.slice(written.length)]);
  return settings.length > 0 ? settings : [path];
}

function isDirect(rule: Rule, object: ObjectRef, wanted: readonly FieldPath[]): boolean {
  const origin = originOf(rule);
  if (!origin || origin.object.kind !== object.kind) return false;
  if (object.kind !== 'KubeProxyConfiguration' && refKey(origin.object) !== refKey(object)) return false;
  return wanted.some((path) => touch(path, origin.path));
}
