import type { Match, MatchFailure, ModuleField, PortRange, Rule, RuleStep } from '../engine';
import { t } from './instance';
import { bareCidr, hex } from './names';

const range = (r: PortRange): string => (r.from === r.to ? `${r.from}` : `${r.from}:${r.to}`);

/**
 * A drawn number and the bound it was held against, with as many digits as it takes to tell them apart:
 * 0.73 against 0.50, but 0.334 against 0.333.
 */
export function drawText(value: number, bound: number): { readonly drew: string; readonly bound: string } {
  for (let digits = 2; digits < 9; digits++) {
    const [drew, text] = [value.toFixed(digits), bound.toFixed(digits)];
    if (drew !== text) return { drew, bound: text };
  }
  return { drew: `${value}`, bound: `${bound}` };
}

const needs = (match: Extract<Match, { kind: 'statistic' }>, bound: string): string =>
  match.negate ? `≥ ${bound}` : `< ${bound}`;

interface Wanted {
  readonly field: string;
  readonly wanted: string;
  readonly negate: boolean;
  /** The wanted value is a range that holds many values. */
  readonly many?: boolean;
}

/** The options alone: `--dports 80,443`. */
const moduleText = (text: string): string => text.replace(/^-m \S+ ?/, '') || text;

/** Which option of a match with two is meant: the one that the packet's value does not fit. */
function failedPort(match: Extract<Match, { kind: 'ports' }>, actual: string | undefined): Wanted {
  const { sport, dport, proto } = match;
  const value = Number(actual);
  if (actual !== undefined && Number.isNaN(value))
    return { field: t('steps.field.proto'), wanted: proto, negate: false };
  const fits = (r: PortRange & { negate: boolean }) => (value >= r.from && value <= r.to) !== r.negate;
  const isSource = sport !== undefined && (dport === undefined || (actual !== undefined && !fits(sport)));
  const port = isSource ? sport : dport;
  if (!port) return { field: t('steps.field.proto'), wanted: proto, negate: false };
  const field = isSource ? t('steps.field.sport') : t('steps.field.dport');
  return { field, wanted: range(port), negate: port.negate, many: port.from !== port.to };
}

function wantedOf(match: Match, actual?: string, field?: ModuleField): Wanted | undefined {
  switch (match.kind) {
    case 'module':
      return { field: field ? t(`steps.field.${field}`) : '', wanted: moduleText(match.text), negate: false };
    case 'source':
    case 'destination': {
      const wanted = bareCidr(match.cidr);
      const field = match.kind === 'source' ? t('steps.field.src') : t('steps.field.dst');
      return { field, wanted, negate: match.negate, many: wanted.includes('/') };
    }
    case 'in-interface':
      return { field: t('steps.field.iif'), wanted: match.name, negate: match.negate };
    case 'out-interface':
      return { field: t('steps.field.oif'), wanted: match.name, negate: match.negate };
    case 'protocol':
      return { field: t('steps.field.proto'), wanted: match.proto, negate: match.negate };
    case 'ports':
      return failedPort(match, actual);
    case 'addrtype': {
      const field = match.src ? t('steps.field.addrtypeSrc') : t('steps.field.addrtypeDst');
      const { type, negate } = match.dst ?? match.src ?? { type: '', negate: false };
      return { field: match.dst ? t('steps.field.addrtypeDst') : field, wanted: type, negate };
    }
    case 'conntrack':
      return { field: t('steps.field.state'), wanted: match.states.join(' or '), negate: match.negate };
    case 'mark': {
      const wanted = match.mask === 0xffffffff ? hex(match.value) : `${hex(match.value)}/${hex(match.mask)}`;
      return { field: t('steps.field.mark'), wanted, negate: match.negate };
    }
    default:
      return undefined;
  }
}

/** One condition in words, as far as it restricts anything: `dst 10.104.112.175`, `not mark 0x4000/0x4000`. */
export function matchText(match: Match): string | undefined {
  if (match.kind === 'statistic') return `p ${needs(match, match.probability.toFixed(2))}`;
  if (match.kind === 'recent') return match.op === 'set' ? undefined : match.name;
  if (match.kind === 'unknown') return match.text;
  if (match.kind === 'module') return moduleText(match.text);
  const w = wantedOf(match);
  if (!w || (match.kind === 'ports' && !match.dport && !match.sport)) return undefined;
  return `${w.negate ? 'not ' : ''}${w.field} ${w.wanted}`;
}

/** Why the rule did not match: "dst is 10.104.112.175, the rule wants 10.96.0.1". */
export function failureText(
  rule: Rule,
  failure: MatchFailure | undefined,
  drew?: { readonly value: number; readonly forced: boolean },
): string {
  const match = failure && rule.matches[failure.match];
  if (!failure || !match) return t('steps.fail.none');
  if (match.kind === 'statistic') {
    const text = drawText(drew?.value ?? Number(failure.actual), match.probability);
    if (drew?.forced) return t('steps.fail.drewForced', { needs: needs(match, text.bound) });
    return t('steps.fail.drew', { drew: text.drew, needs: needs(match, text.bound) });
  }
  if (match.kind === 'recent') {
    const params = { actual: failure.actual, name: match.name, seconds: match.seconds ?? 0 };
    if (match.negate) return t('steps.fail.recentNegated', params);
    return t(match.seconds === undefined ? 'steps.fail.recent' : 'steps.fail.recentSeconds', params);
  }
  if (match.kind === 'unknown') return t('steps.fail.unknown', { what: match.text || match.module });
  const w = wantedOf(match, failure.actual, failure.field);
  if (!w) return t('steps.fail.none');
  const params = { ...w, many: 0, negate: 0, actual: failure.actual || t('steps.field.noInterface') };
  if (w.negate) return t(w.many ? 'steps.fail.inside' : 'steps.fail.isNot', params);
  return t(w.many ? 'steps.fail.outside' : 'steps.fail.is', params);
}

/** The packet's own value alone, for a place beside the rule: "dst is 10.104.112.175". */
export function failureShort(step: RuleStep): string {
  const { rule, failure, drew, chosen } = step;
  if (chosen) return t('steps.failShort.chosen');
  const match = failure && rule.matches[failure.match];
  if (!failure || !match) return t('steps.fail.none');
  const actual = failure.actual || t('steps.field.noInterface');
  if (match.kind === 'statistic') {
    const text = drawText(drew?.value ?? Number(failure.actual), match.probability);
    if (drew?.forced) return t('steps.failShort.drewForced');
    return t('steps.failShort.drew', { drew: text.drew, needs: needs(match, text.bound) });
  }
  if (match.kind === 'recent')
    return t(match.negate ? 'steps.failShort.recentNegated' : 'steps.failShort.recent', { actual });
  const w = wantedOf(match, failure.actual, failure.field);
  if (!w) return t('steps.failShort.unknown');
  return t(w.negate && w.many ? 'steps.failShort.inside' : 'steps.failShort.is', { field: w.field, actual });
}

/** What a matched statistic rule drew, and what it needed. */
export function drewText(
  rule: Rule,
  drew: { readonly value: number; readonly forced: boolean },
): string | undefined {
  const match = rule.matches.find((m) => m.kind === 'statistic');
  if (match?.kind !== 'statistic') return undefined;
  const text = drawText(drew.value, match.probability);
  if (drew.forced) return t('steps.rule.drewForcedDetail', { needs: needs(match, text.bound) });
  return t('steps.rule.drewDetail', { drew: text.drew, needs: needs(match, text.bound) });
}
