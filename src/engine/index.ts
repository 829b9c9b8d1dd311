/** The engine's only door. Nothing outside `src/engine` imports past it. */
export * from './cluster';
export { familiesOf } from './host/families';
export { NODE_SYSCTLS } from './host/machines/defaults';
export type { NodeSettings, Overlay } from './host/machines/node';
export type * from './host/model';
export { machineId } from './host/model';
export * from './net';
export * from './netfilter';
export * from './proxy';
export * from './trace';
