import type { Cluster, Exchange } from '../../engine';
import { ALL_NODES, changedOf, type Settings } from '../../state/settings/settings';

/** A node, all nodes, or a Pod, whose facts can be set. */
export interface Owner {
  /** As in a setting's key: a node's name, `*`, or `namespace/name`. */
  readonly key: string;
  readonly name: string;
  /** Where a Pod lives. */
  readonly note?: string;
}

export interface Listed {
  readonly owners: readonly Owner[];
  /** How many more there are, or match. */
  readonly more: number;
}

/** So many stand there unasked, and so many when searched for. */
const SHOWN = 6;
const FOUND = 12;

export const nodeOwners = ({ nodes }: Cluster): readonly Owner[] =>
  nodes.map(({ name }) => ({ key: name, name }));

export const podOwners = ({ pods }: Cluster): readonly Owner[] =>
  pods.map(({ namespace, name, node }) => ({
    key: `${namespace}/${name}`,
    name,
    note: namespace === 'default' ? node : `${namespace} • ${node}`,
  }));

/** Nodes and Pods that the packet visits, as keys of owners. */
export function onTheWay(exchange: Exchange | undefined): ReadonlySet<string> {
  const machines = exchange?.steps.map(({ machine }) => machine.replace(/^(node|pod)\//, '')) ?? [];
  return new Set([...machines, exchange?.request.fromOwner ?? '']);
}

/** Those on the packet's way and those that were changed stand first: they are asked for most. */
export function listed(
  all: readonly Owner[],
  query: string,
  way: ReadonlySet<string>,
  settings: Settings,
): Listed {
  const text = query.trim().toLowerCase();
  const found = text
    ? all.filter(({ name, note = '' }) => `${name} ${note}`.toLowerCase().includes(text))
    : all;
  const most = text ? FOUND : SHOWN;
  const changed = changedOwners(settings);
  const near = ({ key }: Owner) => way.has(key) || changed.has(key);
  const owners =
    found.length <= most ? found : [...found.filter(near), ...found.filter((o) => !near(o))].slice(0, most);
  return { owners, more: found.length - owners.length };
}

const changedOwners = (settings: Settings): ReadonlySet<string> =>
  new Set(Object.keys(settings).map((key) => key.slice(key.indexOf('@') + 1)));

/** How many facts of it differ from what holds anyway; those of all nodes are not its own. */
export const changes = (settings: Settings, { key }: Owner): number => changedOf(settings, key).length;

export const ALL: Owner = { key: ALL_NODES, name: ALL_NODES };
