import { type Decision, type DropStep, type Exchange, unknownKey } from '../../engine';
import { t } from '../../i18n';
import { goOnKey } from '../../state/settings';
import { appStore } from '../../state/store';
import { Button } from '../../ui/Button';

const AT_MATCH = ['match', 'no-match'] as const;
const AT_TARGET = ['continue', 'accept', 'drop'] as const;

/** The rule at which nobody can say what happens, and what it has that is not simulated. */
function openQuestion({ steps, outcome }: Exchange) {
  const drop = steps[outcome.step] as DropStep | undefined;
  const rule = steps[outcome.step - 1];
  if (drop?.kind !== 'drop' || rule?.kind !== 'rule' || rule.verdict?.kind !== 'unknown') return undefined;
  const { what } = rule.verdict;
  const { family } = rule.before.packet;
  const key = goOnKey(unknownKey(rule.machine, family, rule.table, rule.chain, rule.number, what));
  const { target } = rule.rule;
  const isTarget = rule.matched && target !== undefined;
  const jumps = target?.kind === 'jump' || target?.kind === 'goto';
  return isTarget && jumps ? undefined : { key, what, choices: isTarget ? AT_TARGET : AT_MATCH };
}

/** Goes on at what is not evaluated as the reader chooses; the choice is kept with the settings. */
export function GoOn({ exchange }: { readonly exchange: Exchange }) {
  const question = openQuestion(exchange);
  if (!question) return null;
  const choose = (decision: Decision) => appStore.getState().setSetting(question.key, decision);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one
    <div className="banner-go-on" role="group" aria-label={t('shell.banner.goOn', { what: question.what })}>
      {question.choices.map((decision) => (
        <Button key={decision} onClick={() => choose(decision)}>
          {t(`shell.banner.goOnAs.${decision}`)}
        </Button>
      ))}
    </div>
  );
}
