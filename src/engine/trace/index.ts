export * from './callstack';
export * from './diff';
export * from './format';
export type * from './model';
export { buildNetwork, type NetworkOptions } from './network';
export { emptyWorld, send } from './send';
export { stops } from './stops';
