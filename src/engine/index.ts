/** The engine's only door. Nothing outside `src/engine` imports past it. */
export type * from './cluster/api';
export { refKey } from './cluster/api';
export type * from './cluster/model';
export type { NodeSettings, Overlay } from './host/machines/node';
export type * from './host/model';
export { machineId } from './host/model';
export * from './net';
export * from './netfilter';
export * from './proxy';
export * from './trace';
