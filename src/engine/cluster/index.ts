export * from './api';
export { type AddressKind, addressKind } from './kinds';
export { loadCluster } from './load';
export type * from './model';
export { NOTE_CODES, type NoteCode } from './noteCodes';
export {
  RESOLVE_CODES,
  type ResolveCode,
  type ResolvedTarget,
  type ResolveProblem,
  resolveTarget,
  selectedPods,
  servedPort,
} from './resolve';
