import type { Exchange, Step } from '../../engine';
import type { Telling } from './sample';

const rewrites = (step: Step) => (step.kind === 'rule' || step.kind === 'nat' ? step.rewrites : []);

const IS: Readonly<Record<Telling, (step: Step) => boolean>> = {
  dnat: (step) => rewrites(step).some(({ field }) => field === 'dst'),
  snat: (step) => rewrites(step).some(({ field }) => field === 'src'),
  drop: ({ kind }) => kind === 'drop',
  encap: ({ kind }) => kind === 'encap',
  hairpin: ({ kind, hop, before }) => kind === 'bridge' && hop > 0 && before.oif !== undefined,
  affinity: (step) =>
    step.kind === 'rule' && step.matched && step.rule.matches.some(({ kind }) => kind === 'recent'),
  deliver: ({ kind }) => kind === 'deliver',
};

/** The index of the step that a sample is about; the last one where there is none like it. */
export function tellingStep({ steps }: Exchange, telling: Telling): number {
  const index = steps.findIndex(IS[telling]);
  return index < 0 ? steps.length - 1 : index;
}
