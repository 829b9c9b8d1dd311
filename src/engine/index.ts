/** The engine's only door. Nothing outside `src/engine` imports past it. */
export type * from './cluster/api';
export { refKey } from './cluster/api';
export type * from './cluster/model';
export type * from './host/model';
export { machineId } from './host/model';
export * from './net';
export type * from './net/address';
export type * from './net/packet';
export type * from './net/tuple';
export { invertTuple, tupleKey, tupleOf } from './net/tuple';
export * from './netfilter';
export type * from './netfilter/evaluate.types';
export type * from './netfilter/model';
export * from './proxy';
export type * from './proxy/config';
export type * from './trace/model';
