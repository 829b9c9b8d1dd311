import type { Layout } from '../layout/layout.types';
import { nodeMachine } from '../layout/layout-machines';
import type { Place } from '../model';
import { grow } from '../plane/geometry';
import { box, type Mark } from './mark';

/** A ring around what was searched for. */
export function foundMarks(layout: Layout, found: Place | undefined): Mark[] {
  if (!found) return [];
  const id = nodeMachine(found.node);
  const machine = layout.machines.find((m) => m.id === id) ?? layout.folded.find((m) => m.id === id);
  const around = found.pod ? machine?.pods.find((p) => p.key === found.pod)?.box : machine?.wall;
  if (!around) return [];
  const ring = { fill: 'none', stroke: 'var(--text)', 'stroke-width': 2, 'pointer-events': 'none' };
  return [box('found', grow(around, found.pod ? 4 : 7), 12, ring)];
}
