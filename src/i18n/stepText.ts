import type { Step } from '../engine';
import { oncePer } from '../lib/oncePer';
import { t } from './instance';
import { dropText } from './steps/drop';
import {
  bridgeText,
  conntrackText,
  deliverText,
  routeText,
  sendText,
  tunnelText,
  wireText,
} from './steps/hops';
import { natText, policyText, returnText, ruleText } from './steps/rules';
import { type StepText, said } from './steps/said';

export { ruleOutcome } from './steps/rules';
export type { StepText } from './steps/said';

/** What a step is, in plain words, and why it happens. Several panels and the Map ask for the same one at once. */
export const stepText = oncePer(textOf);

function textOf(step: Step): StepText {
  switch (step.kind) {
    case 'send':
      return sendText(step);
    case 'interface':
      if (step.fragments !== undefined) {
        const params = { name: step.name, count: step.fragments };
        return said(t('steps.interface.fragments', params), t('steps.interface.fragmentsDetail', params));
      }
      return said(t(`steps.interface.${step.direction}`, { name: step.name }));
    case 'bridge':
      return bridgeText(step);
    case 'conntrack':
      return conntrackText(step);
    case 'nat':
      return natText(step);
    case 'rule':
      return ruleText(step);
    case 'return':
      return returnText(step);
    case 'policy':
      return policyText(step);
    case 'route':
      return routeText(step);
    case 'ttl':
      return said(
        t('steps.ttl.title', { before: step.before.packet.ttl, after: step.after.packet.ttl }),
        t('steps.ttl.detail'),
      );
    case 'encap':
    case 'decap':
      return tunnelText(step);
    case 'wire':
      return wireText(step);
    case 'deliver':
      return deliverText(step);
    case 'drop':
      return dropText(step);
  }
}
