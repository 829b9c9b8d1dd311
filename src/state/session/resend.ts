import { t } from '../../i18n';
import { appStore } from '../store';

/** Sends the traffic of the page's session again, if it tells of any: so many connections are more than one waits for. */
export function resendTraffic(): void {
  const { session, setNotice } = appStore.getState();
  if (!session.some(({ later }) => later?.some((action) => 'traffic' in action))) return;
  import('./traffic').then(
    ({ pageTraffic }) => pageTraffic.resend(),
    () => setNotice({ kind: 'unfetched', what: t('traffic.title') }),
  );
}
