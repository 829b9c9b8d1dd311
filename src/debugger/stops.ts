import type { Exchange, Grain, Step } from '../engine';
import { oncePer } from '../lib/oncePer';

/**
 * Is this a place where the packet enters a hook or a chain, or where something becomes of it? Rules tried in vain,
 * returns, devices passed and conntrack's bookkeeping are not.
 */
function changesChain(step: Step): boolean {
  switch (step.kind) {
    case 'rule':
      return step.matched && step.rule.target !== undefined;
    case 'return':
    case 'interface':
    case 'ttl':
      return false;
    case 'conntrack':
      return step.op === 'lookup';
    default:
      return true;
  }
}

/** The first step on a machine, what a machine sends of its own, and every end. */
const changesHop = (step: Step, before: Step | undefined): boolean =>
  step.hop !== before?.hop || step.kind === 'send' || step.kind === 'deliver' || step.kind === 'drop';

function find({ steps }: Exchange, grain: Grain): readonly number[] {
  const rests = (step: Step, i: number) =>
    grain === 'rule' || (grain === 'chain' ? changesChain(step) : changesHop(step, steps[i - 1]));
  const last = steps.length - 1;
  return steps.filter((step, i) => i === 0 || i === last || rests(step, i)).map((step) => step.index);
}

const found = {
  hop: oncePer((exchange: Exchange) => find(exchange, 'hop')),
  chain: oncePer((exchange: Exchange) => find(exchange, 'chain')),
  rule: oncePer((exchange: Exchange) => find(exchange, 'rule')),
} satisfies Record<Grain, unknown>;

/** The steps at which the cursor rests at this grain: ascending, with the first and the last step of the exchange. */
export const stops = (exchange: Exchange, grain: Grain): readonly number[] => found[grain](exchange);
