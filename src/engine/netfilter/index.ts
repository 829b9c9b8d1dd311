export * from './build';
export * from './evaluate';
export type * from './evaluate.types';
export * from './hooks';
export * from './model';
export * from './parse';
export * from './print';
export * from './print-canonical';
