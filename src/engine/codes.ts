/**
 * Every code that a sentence is wanted for. Only tests ask for the lists, to hold the catalogues against them; so they
 * are no part of the engine's door, and of no program.
 */
export { NOTE_CODES } from './cluster/noteCodes';
export { RESOLVE_CODES } from './cluster/resolve';
export { ORIGIN_CODES } from './proxy/origins/origin-codes';
