/** What is folded at first, and comes when it is opened. */
export { Headers } from './Headers';
export { MachineTables } from './MachineTables';
