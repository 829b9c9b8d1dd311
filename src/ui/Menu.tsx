import { t } from '../i18n';
import type { MenuProps } from './MenuPopup';
import { OnDemand } from './OnDemand';

export type { MenuEntry, MenuProps } from './MenuPopup';

const load = () => import('./MenuPopup');

/** Actions in a list that opens. What opens it is there at once; the list itself comes when it is wanted. */
export function Menu(props: MenuProps) {
  const { trigger } = props;
  return <OnDemand load={load} props={props} trigger={trigger} popup="menu" what={t('shell.notice.menu')} />;
}
