import { t } from '../i18n';
import { appStore, useApp } from '../state/store';
import type { Notice } from '../state/types';
import { Button, IconButton } from '../ui/Button';

const TEXT: Record<Notice['kind'], 'badLink' | 'keptText' | 'storage'> = {
  'bad-link': 'badLink',
  'kept-text': 'keptText',
  'storage-failed': 'storage',
};

/** One message between top bar and stage; it covers nothing and stays until it is dismissed. */
export function Notices() {
  const notice = useApp((s) => s.notice);
  const { setNotice, restoreKept } = appStore.getState();
  return (
    <div role="status" className="notices">
      {notice && (
        <div className="notice">
          <p>{t(`shell.notice.${TEXT[notice.kind]}`)}</p>
          {notice.kind === 'kept-text' && <Button onClick={restoreKept}>{t('shell.notice.restore')}</Button>}
          <IconButton icon="close" label={t('shell.notice.dismiss')} onClick={() => setNotice(undefined)} />
        </div>
      )}
    </div>
  );
}
