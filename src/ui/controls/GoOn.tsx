import { t } from '../../i18n';
import { lazily } from '../view/lazily';

/** The ways to go on at a rule that is not evaluated: wherever that rule is shown. */
export const GoOn = lazily(
  () => import('./GoOnChoices'),
  () => t('shell.banner.goOnTitle'),
);
