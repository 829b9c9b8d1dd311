import { originOf } from '../../engine';
import { originText, t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import type { RulePlace } from '../../state/types';
import { AddressText } from '../../ui/AddressText';
import { CopyButton } from '../../ui/CopyButton';
import { fullText } from '../../ui/ruleText';
import { placeText } from './originPlaceText';

/** The line of the text that a rule leads back to, as the way there. */
function Place({ place }: { readonly place: RulePlace }) {
  const cluster = useApp((s) => s.cluster);
  const broken = useApp((s) => s.broken);
  const { line, text, object } = placeText(cluster, place.rule);
  if (line === undefined) return <span className="rule-no-place">{text}</span>;
  return (
    <button
      type="button"
      className="link rule-place"
      title={object}
      // The lines of a text that cannot be read are not those of the cluster.
      disabled={broken}
      onClick={() => appStore.getState().showOrigin(place)}
    >
      {text}
    </button>
  );
}

interface DetailProps {
  readonly place: RulePlace;
  /** The rule was chosen by hand: its text as well. */
  readonly whole: boolean;
}

/** Why a rule exists and where that is written; and the rule in full, where that is asked for or all there is. */
export function Detail({ place, whole }: DetailProps) {
  const { chain, table, family, machine, rule } = place;
  const origin = originOf(rule);
  const rules = useApp(
    (s) => s.network.machines.get(machine)?.ruleset(family)?.tables.get(table)?.chains.get(chain)?.rules,
  );
  return (
    <div className="rule-detail">
      <div className="rule-detail-words">
        {(whole || !origin) && <code>{fullText(chain, rule)}</code>}
        <p>
          <b>{t('panels.rules.why')}</b> {origin && <AddressText text={`${originText(origin)} `} />}
          <Place place={place} />
        </p>
      </div>
      <div className="rule-detail-actions">
        <CopyButton
          label={t('panels.rules.copyRule')}
          title={fullText(chain, rule)}
          text={() => fullText(chain, rule)}
        />
        {rules && (
          <CopyButton
            label={t('panels.rules.copyChain')}
            title={t('panels.rules.copyLines', { chain, count: rules.length })}
            text={() => rules.map((one) => fullText(chain, one)).join('\n')}
          />
        )}
      </div>
    </div>
  );
}
