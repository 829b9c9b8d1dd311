import { t } from '../../i18n';
import { OnDemand } from '../view/OnDemand';
import type { MenuProps } from './MenuPopup';

export type { MenuEntry, MenuProps } from './MenuPopup';

const load = () => import('./MenuPopup');

/** Actions in a list that opens. What opens it is there at once; the list itself comes when it is wanted. */
export function Menu(props: MenuProps) {
  const { trigger } = props;
  return <OnDemand load={load} props={props} trigger={trigger} popup="menu" what={t('shell.notice.menu')} />;
}
