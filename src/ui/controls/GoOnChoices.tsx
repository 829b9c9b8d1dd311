import './go-on.css';
import type { RuleStep } from '../../engine';
import { t } from '../../i18n';
import { questionOf } from '../../state/settings/question';
import { appStore, useApp } from '../../state/store';
import { Button } from './Button';

/** Goes on at what is not evaluated as the reader chooses, or asks again; the choice is kept with the settings. */
export default function GoOnChoices({ step }: { readonly step: RuleStep }) {
  const question = useApp((s) => s.settings) && questionOf(step, appStore.getState().settings);
  if (!question) return null;
  const { key, what, choices, chosen } = question;
  const { setSetting } = appStore.getState();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one
    <div className="go-on" role="group" aria-label={t('shell.banner.goOn', { what })}>
      {chosen ? (
        <Button icon="reset" onClick={() => setSetting(key, undefined)}>
          {t('shell.banner.askAgain')}
        </Button>
      ) : (
        choices.map((decision) => (
          <Button key={decision} onClick={() => setSetting(key, decision)}>
            {t(`shell.banner.goOnAs.${decision}`)}
          </Button>
        ))
      )}
    </div>
  );
}
