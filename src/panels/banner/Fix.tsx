import type { Exchange } from '../../engine';
import { t } from '../../i18n';
import { fixText } from '../../i18n/fixText';
import { AddressText } from '../../ui/address/AddressText';

/** What to do about it. Loaded when the reason is read in full. */
export default function Fix({ exchange }: { readonly exchange: Exchange }) {
  const fix = fixText(exchange);
  if (!fix) return null;
  return (
    <p className="banner-fix">
      <b>{t('shell.banner.fix')}:</b> <AddressText text={fix} />
    </p>
  );
}
