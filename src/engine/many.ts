/** The engine's door for many packets at once: traffic, and the exact chances of every ending. Loaded when asked for. */
export { type Chance, type Draw, distribution } from './trace/distribution';
export type { Ending } from './trace/ending';
export { type EndingCount, runTraffic, type Traffic, TrafficRun } from './trace/traffic';
