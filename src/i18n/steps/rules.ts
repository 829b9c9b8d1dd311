import type { NatStep, PolicyStep, ReturnStep, RuleStep } from '../../engine';
import { t } from '../instance';
import { destinationText, endpointText, hex } from '../names';
import { drewText, failureText, matchText } from '../ruleText';
import { address, type StepText, said } from './said';

export function natText(step: NatStep): StepText {
  if (step.rewrites.length === 0) return said(t('steps.nat.none'));
  const fields = step.rewrites
    .map((r) => t('steps.nat.field', { field: t(`steps.field.${r.field}`), address: address(r.to) }))
    .join(', ');
  const undo = step.rewrites.every((r) => r.undo);
  return undo
    ? said(t('steps.nat.undo', { fields }), t('steps.nat.undoDetail'))
    : said(t('steps.nat.again', { fields }), t('steps.nat.againDetail'));
}

/** What a matched rule did, in two or three words: `jump to KUBE-SERVICES`, `DNAT to 10.244.1.4:80`. */
export function ruleOutcome(step: RuleStep): string {
  if (step.verdict?.kind === 'unknown') return t('steps.rule.unknown');
  if (!step.matched) return t('steps.rule.noMatch');
  const { target } = step.rule;
  if (!target) return t('steps.rule.counts');
  const rewrite = step.rewrites[0];
  switch (target.kind) {
    case 'jump':
      return t('steps.rule.jump', { chain: target.chain });
    case 'goto':
      return t('steps.rule.goto', { chain: target.chain });
    case 'reject': {
      const by =
        step.verdict?.kind === 'reject' ? step.verdict.with : (target.with ?? 'icmp-port-unreachable');
      return t('steps.rule.reject', { with: by });
    }
    case 'dnat':
      return t('steps.rule.dnat', {
        to: rewrite ? address(rewrite.to) : endpointText(target.to, target.port ?? 0),
      });
    case 'snat':
      return t('steps.rule.snat', {
        to: rewrite ? address(rewrite.to) : endpointText(target.to, target.port ?? 0),
      });
    case 'masquerade':
      return rewrite ? t('steps.rule.masqueradeTo', { to: address(rewrite.to) }) : t('steps.rule.masquerade');
    case 'mark':
      return t('steps.rule.mark', { before: hex(step.before.mark), after: hex(step.after.mark) });
    case 'redirect':
      return rewrite ? t('steps.rule.redirectTo', { to: address(rewrite.to) }) : t('steps.rule.redirect');
    case 'connmark': {
      const mark = step.after.ct?.mark;
      if (target.op !== 'restore')
        return t('steps.rule.connmark', { after: mark === undefined ? '-' : hex(mark) });
      return t('steps.rule.mark', { before: hex(step.before.mark), after: hex(step.after.mark) });
    }
    case 'transparent':
      return t('steps.rule.transparent', { name: target.name });
    case 'unknown':
      return t(step.chosen ? 'steps.rule.chosen' : 'steps.rule.unknown', { name: target.name });
    default:
      return t(`steps.rule.${target.kind}`);
  }
}

function matchedDetail(step: RuleStep): string {
  const params = { table: step.table, hook: step.hook.toUpperCase() };
  const rewrite = step.rewrites[0];
  if (step.verdict?.kind === 'unknown') return t('steps.rule.unknownDetail', { what: step.verdict.what });
  switch (step.rule.target?.kind) {
    case 'accept':
      return t('steps.rule.acceptDetail', params);
    case 'drop':
      return t('steps.rule.dropDetail');
    case 'reject':
      return t('steps.rule.rejectDetail');
    case 'return':
      return t('steps.rule.returnDetail');
    case 'mark':
      return t('steps.rule.markDetail');
    case 'connmark':
      return t('steps.rule.connmarkDetail');
    case 'transparent':
      return t('steps.rule.transparentDetail');
    case 'dnat':
    case 'redirect':
      if (!rewrite) return t('steps.rule.dnatSameDetail', { to: destinationText(step.after.packet) });
      return t('steps.rule.dnatDetail', { from: address(rewrite.from), to: address(rewrite.to) });
    case 'snat':
    case 'masquerade':
      if (!rewrite) return t('steps.rule.snatNoneDetail');
      return t('steps.rule.snatDetail', { from: address(rewrite.from), to: address(rewrite.to) });
    default: {
      const conditions = step.rule.matches.map(matchText).filter((text) => text !== undefined);
      if (conditions.length === 0) return t('steps.rule.jumpAnyDetail');
      return t('steps.rule.jumpDetail', { conditions: conditions.join(', ') });
    }
  }
}

export function ruleText(step: RuleStep): StepText {
  const title = t('steps.rule.title', { chain: step.chain, number: step.number, outcome: ruleOutcome(step) });
  if (step.chosen) return said(title, t(`steps.chosen.${step.chosen}`));
  if (!step.matched && step.verdict?.kind !== 'unknown')
    return said(title, failureText(step.rule, step.failure, step.drew));
  const drew = step.drew && drewText(step.rule, step.drew);
  return said(title, drew ?? matchedDetail(step));
}

export function returnText(step: ReturnStep): StepText {
  const params = { chain: step.chain, to: step.to };
  return step.how === 'end'
    ? said(t('steps.return.end', params), t('steps.return.endDetail'))
    : said(t('steps.return.target', params), t('steps.return.targetDetail'));
}

export function policyText(step: PolicyStep): StepText {
  const params = { chain: step.chain, table: step.table };
  return step.policy === 'ACCEPT'
    ? said(t('steps.policy.accept', params), t('steps.policy.acceptDetail', params))
    : said(t('steps.policy.drop', params), t('steps.policy.dropDetail', params));
}
