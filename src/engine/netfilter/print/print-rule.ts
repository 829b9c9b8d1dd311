import type { IpFamily } from '../../net/address';
import { familyOf } from '../../net/ip';
import type { Match, Rule } from '../model';
import { MODULE, matchText, portOptions, type Style } from './print-match';
import { targetText } from './print-target';

/**
 * All conditions in written order. kube-proxy names the module first and its `--dport` only after the protocol and the
 * destination: `-m tcp -p tcp -d IP --dport N`, so the options of a `ports` match wait for those two.
 */
function restoreMatches(matches: readonly Match[], family: IpFamily): string {
  let text = '';
  let waiting = '';
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i] as Match;
    if (waiting !== '' && match.kind !== 'protocol' && match.kind !== 'destination') {
      text += waiting;
      waiting = '';
    }
    if (match.kind === 'ports') {
      text += MODULE[match.proto];
      waiting = portOptions(match);
    } else text += matchText(match, family, 'restore');
  }
  return text + waiting;
}

/** `-s -d -i -o -p` first, since the kernel keeps those in the rule's header; modules after them in written order. */
function saveMatches(matches: readonly Match[], family: IpFamily): string {
  let source = '';
  let destination = '';
  let input = '';
  let output = '';
  let protocol = '';
  let modules = '';
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i] as Match;
    const text = matchText(match, family, 'save');
    if (match.kind === 'source') source += text;
    else if (match.kind === 'destination') destination += text;
    else if (match.kind === 'in-interface') input += text;
    else if (match.kind === 'out-interface') output += text;
    else if (match.kind === 'protocol') protocol += text;
    else modules += text;
  }
  return source + destination + input + output + protocol + modules;
}

/** What follows `-A CHAIN`, with a space before it. */
export function ruleBody(rule: Rule, family: IpFamily, style: Style): string {
  const matches = style === 'save' ? saveMatches(rule.matches, family) : restoreMatches(rule.matches, family);
  return rule.target ? matches + targetText(rule.target, family, style) : matches;
}

/** The family shows in addresses and ICMP names; a rule without any reads the same in both, but for two defaults. */
function familyOfRule(rule: Rule): IpFamily {
  for (const match of rule.matches) {
    if (match.kind === 'source' || match.kind === 'destination') return familyOf(match.cidr);
    if (match.kind === 'protocol' && match.proto === 'icmpv6') return 6;
  }
  const { target } = rule;
  return target?.kind === 'dnat' || target?.kind === 'snat' ? familyOf(target.to) : 4;
}

/** One rule in iptables notation, without `-A CHAIN`. Give the family where the rule itself may not show it. */
export function printRule(rule: Rule, style: Style, family: IpFamily = familyOfRule(rule)): string {
  return ruleBody(rule, family, style).slice(1);
}
