export * from './build';
export * from './evaluate/evaluate';
export type * from './evaluate/evaluate.types';
export type * from './facts';
export * from './hooks';
export * from './model';
export * from './print/print';
export { ruleBody } from './print/print-rule';
export { targetText } from './print/print-target';
