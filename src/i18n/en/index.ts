import { changes } from './changes';
import { debug } from './debug';
import { notes } from './notes';
import { origin } from './origin';
import { outcome } from './outcome';
import { panels } from './panels';
import { scene } from './scene';
import { search } from './search';
import { send } from './send';
import { settings } from './settings';
import { shell } from './shell';
import { steps } from './steps';
import { traffic } from './traffic';

/** The English catalogue: one file an area, the area's name is the first part of the key. */
export const en = {
  steps,
  outcome,
  panels,
  notes,
  shell,
  scene,
  origin,
  changes,
  settings,
  debug,
  traffic,
  search,
  send,
} as const;
