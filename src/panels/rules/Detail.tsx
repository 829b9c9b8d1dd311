import { originOf, type Rule } from '../../engine';
import { originText, t } from '../../i18n';
import { AddressText } from '../../ui/AddressText';
import { fullText } from './fullText';

interface DetailProps {
  readonly chain: string;
  readonly rule: Rule;
  /** The rule was chosen by hand: its text as well. */
  readonly whole: boolean;
}

/** Why a rule exists; and the rule in full, as iptables-save prints it, where that is asked for or all there is. */
export function Detail({ chain, rule, whole }: DetailProps) {
  const origin = originOf(rule);
  return (
    <div className="rule-detail">
      {(whole || !origin) && <code>{fullText(chain, rule)}</code>}
      {origin && (
        <p>
          <b>{t('panels.rules.why')}</b> <AddressText text={originText(origin)} />
        </p>
      )}
    </div>
  );
}
