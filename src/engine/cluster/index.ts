export * from './api';
export { withFaults } from './faults';
export type { ClusterFaults, Listening, NodeDown, PodFacts } from './faults.types';
export { type FieldPlace, fieldAt } from './fieldAt';
export { type AddressKind, addressKind } from './kinds';
export { loadCluster } from './load';
export type * from './model';
export type { NoteCode } from './noteCodes';
export { parseProxyConfiguration, printProxyConfiguration } from './proxy-settings/proxyConfiguration';
export { SETTING_PATHS } from './proxy-settings/proxySchema';
export {
  type ResolveCode,
  type ResolvedTarget,
  type ResolveProblem,
  resolveTarget,
} from './resolve';
export { pathText } from './text/path';
