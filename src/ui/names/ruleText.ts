import { printRule, type Rule } from '../../engine';
import { oncePer } from '../../lib/oncePer';

/** The rule as iptables-save prints it, without its chain. */
export const ruleText = oncePer((rule: Rule): string => printRule(rule, 'save'));

/** The same without its comments, which say nothing about packets. */
export const bareRuleText = (rule: Rule): string =>
  printRule({ ...rule, matches: rule.matches.filter(({ kind }) => kind !== 'comment') }, 'save');

/** `-A KUBE-SERVICES -d 10.96.0.1/32 … -j KUBE-SVC-…` */
export const fullText = (chain: string, rule: Rule): string => `-A ${chain} ${ruleText(rule)}`;
