/** How one steps through an exchange: the call stack of chains, over, into and out, and where each grain stops. */
export * from './callstack';
export * from './debug';
export { stops } from './stops';
export { inTable, Tried } from './visits';
