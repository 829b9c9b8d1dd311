import { selection } from 'd3';

/**
 * Stands in for d3-transition, which d3-zoom imports only to interrupt what it animates. Nothing is animated by it here
 * (the scene has one clock), and with the colours and timers it brings it would be 10 kB of the first load.
 */
export const interrupt = (): void => undefined;

Object.assign(selection.prototype, {
  interrupt(this: unknown) {
    return this;
  },
});
