/** The engine's only door. Nothing outside `src/engine` imports past it. */
export * from './cluster/api';
export { type AddressKind, addressKind } from './cluster/kinds';
export { loadCluster } from './cluster/load';
export type * from './cluster/model';
export { NOTE_CODES, type NoteCode } from './cluster/noteCodes';
export {
  type ResolveCode,
  type ResolveProblem,
  resolveTarget,
  selectedPods,
  servedPort,
  type Target as ResolvedTarget,
} from './cluster/resolve';
export { flannelRules } from './host/flannel';
export type { NodeSettings, Overlay } from './host/machines/node';
export type * from './host/model';
export { machineId } from './host/model';
export { lookupRoute, type RouteResult } from './host/route';
export * from './net';
export * from './netfilter';
export * from './proxy';
export * from './trace';
