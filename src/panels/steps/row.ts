import type { Step } from '../../engine';
import { deathWord, machineName, rewriteWord, ruleOutcome, t } from '../../i18n';
import type { GlyphName } from '../../ui/address/Glyph';
import { shortChain } from '../../ui/names/chainName';

/** One line of 24 px: glyph, text, outcome. `code` is set in mono behind the words. */
export interface Row {
  readonly glyph?: GlyphName;
  readonly text: string;
  readonly code?: string;
  readonly outcome?: string;
  readonly tone: 'plain' | 'quiet' | 'matched' | 'nat' | 'drop';
}

const CHAIN_CHARS = 18;
const row = (text: string, more: Partial<Row> = {}): Row => ({ text, tone: 'plain', ...more });

function ruleRow(step: Extract<Step, { kind: 'rule' }>): Row {
  const code = `${shortChain(step.chain, CHAIN_CHARS)} ${step.number}`;
  if (!step.matched && step.verdict?.kind !== 'unknown')
    return { glyph: 'cross', text: '', code, outcome: ruleOutcome(step), tone: 'quiet' };
  const { target } = step.rule;
  const fatal =
    step.verdict?.kind === 'drop' || step.verdict?.kind === 'reject' || step.verdict?.kind === 'unknown';
  const short = target?.kind === 'jump' || target?.kind === 'goto' ? t('panels.steps.jump') : ruleWord(step);
  if (fatal)
    return {
      glyph: step.verdict?.kind === 'reject' ? 'reject' : 'drop',
      text: '',
      code,
      outcome: short,
      tone: 'drop',
    };
  return { glyph: 'check', text: '', code, outcome: short, tone: rewriteWord(step) ? 'nat' : 'matched' };
}

const ruleWord = (step: Extract<Step, { kind: 'rule' }>): string =>
  step.verdict?.kind === 'unknown'
    ? t('panels.death.unknown')
    : (step.rule.target?.kind.toUpperCase() ?? t('panels.steps.counts'));

/** What a step looks like in the list; the whole sentence is `stepText`. */
export function rowOf(step: Step): Row {
  switch (step.kind) {
    case 'rule':
      return ruleRow(step);
    case 'send':
      return row(t(`panels.steps.send.${step.what}`), { outcome: step.after.packet.proto.toUpperCase() });
    case 'interface':
      return row(t(`panels.steps.${step.direction}`), { code: step.name });
    case 'bridge':
      return step.to === 'up'
        ? row(t('panels.steps.up'), { code: step.name })
        : row(t('panels.steps.port'), { code: step.to.port, outcome: step.name });
    case 'conntrack':
      return step.op === 'confirm'
        ? row(t('panels.steps.confirm'))
        : row(t('panels.steps.lookup'), { outcome: step.state, tone: 'matched' });
    case 'nat': {
      const word = rewriteWord(step);
      const fields = step.rewrites.map((r) => t(`steps.field.${r.field}`)).join(', ');
      return row(t('panels.steps.conntrackNat', { fields }), {
        ...(word ? { outcome: word } : {}),
        tone: 'nat',
      });
    }
    case 'return':
      return row('', {
        code: shortChain(step.chain, CHAIN_CHARS),
        outcome: t(`panels.steps.return.${step.how}`),
        tone: 'quiet',
      });
    case 'policy':
      return row(t('panels.steps.policy'), {
        code: step.chain,
        outcome: step.policy,
        tone: step.policy === 'DROP' ? 'drop' : 'plain',
      });
    case 'route':
      if (step.result.kind === 'forward')
        return row(t('panels.steps.route.forward'), { code: step.result.route.dev });
      return row(t(`panels.steps.route.${step.result.kind}`));
    case 'ttl':
      return row('TTL', { outcome: `${step.before.packet.ttl} → ${step.after.packet.ttl}` });
    case 'encap':
    case 'decap':
      return row(t(`panels.steps.${step.kind}`), { outcome: 'VXLAN' });
    case 'wire':
      return row(step.to ? t('panels.steps.wire', { to: machineName(step.to) }) : t('panels.steps.wireLost'));
    case 'deliver':
      return row(t(step.listening ? 'panels.steps.deliver' : 'panels.steps.closed'), {
        glyph: step.listening ? 'check' : 'cross',
        outcome: step.leg === 'request' ? t('panels.steps.toPort', { port: step.before.packet.dport }) : '',
        tone: 'matched',
      });
    case 'drop':
      return row(t(`panels.steps.drop.${step.code}`), {
        glyph: step.code === 'rule-reject' ? 'reject' : 'drop',
        outcome: deathWord(step) ?? '',
        tone: 'drop',
      });
  }
}
