export * from './callstack';
export * from './compare';
export * from './diff';
export { formatEntry, formatPacket, formatTuple } from './format';
export type * from './model';
export { buildNetwork, type NetworkOptions } from './network';
export type { PartingCode } from './parting';
export { emptyWorld, send } from './send';
export { stops } from './stops';
