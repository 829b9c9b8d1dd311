import { originOf, type Rule } from '../../engine';
import { originText, t } from '../../i18n';
import { AddressText } from '../../ui/AddressText';
import { fullText } from './fullText';

/** One rule in full, as iptables-save prints it, and why it exists. */
export function Detail({ chain, rule }: { readonly chain: string; readonly rule: Rule }) {
  const text = fullText(chain, rule);
  const origin = originOf(rule);
  return (
    <div className="rule-detail">
      <code title={text}>{text}</code>
      {origin && (
        <p>
          <b>{t('panels.rules.why')}</b> <AddressText text={originText(origin)} />
        </p>
      )}
    </div>
  );
}
