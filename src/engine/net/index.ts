export type * from './address';
export * from './ip';
export type * from './packet';
export * from './tuple';
