import { printRule, type Rule } from '../engine';

const known = new WeakMap<Rule, string>();

/** The rule as iptables-save prints it, without its chain; made once for each rule. */
export function ruleText(rule: Rule): string {
  let text = known.get(rule);
  if (text === undefined) {
    text = printRule(rule, 'save');
    known.set(rule, text);
  }
  return text;
}

/** The same without its comments, which say nothing about packets. */
export const bareRuleText = (rule: Rule): string =>
  printRule({ ...rule, matches: rule.matches.filter(({ kind }) => kind !== 'comment') }, 'save');

/** `-A KUBE-SERVICES -d 10.96.0.1/32 … -j KUBE-SVC-…` */
export const fullText = (chain: string, rule: Rule): string => `-A ${chain} ${ruleText(rule)}`;
