export * from './build';
export * from './evaluate';
export type * from './evaluate.types';
export type * from './facts';
export * from './hooks';
export * from './model';
export * from './print';
export { ruleBody } from './print-rule';
export { targetText } from './print-target';
