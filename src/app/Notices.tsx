import { useState } from 'react';
import { t } from '../i18n';
import { unreadNodes } from '../state/document/pastedRules';
import { appStore, useApp } from '../state/store';
import type { Notice } from '../state/types';
import { Button, IconButton } from '../ui/controls/Button';

const TEXT: Record<Notice['kind'], 'badLink' | 'keptText' | 'longLink' | 'storage' | 'unfetched'> = {
  'bad-link': 'badLink',
  'kept-text': 'keptText',
  'long-link': 'longLink',
  'storage-failed': 'storage',
  unfetched: 'unfetched',
};

/** Loads the page again, once it is within reach: a browser asks for a module that failed no second time. */
function Retry() {
  const [out, setOut] = useState(false);
  const retry = () =>
    fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(
      () => location.reload(),
      () => setOut(true),
    );
  return (
    <>
      {out && <p>{t('shell.notice.stillOut')}</p>}
      <Button onClick={() => void retry()}>{t('shell.notice.retry')}</Button>
    </>
  );
}

/** One message between top bar and stage; it covers nothing and stays until it is dismissed, or holds no more. */
export function Notices() {
  const notice = useApp((s) => s.notice);
  const nodes = useApp((s) => unreadNodes(s.settings));
  const { setNotice, restoreKept } = appStore.getState();
  return (
    <div role="status" className="notices">
      {nodes && (
        <div className="notice">
          <p>{t('shell.notice.unread', { nodes })}</p>
          <Retry />
        </div>
      )}
      {notice && (
        <div className="notice">
          <p>{t(`shell.notice.${TEXT[notice.kind]}`, { what: 'what' in notice ? notice.what : '' })}</p>
          {notice.kind === 'kept-text' && <Button onClick={restoreKept}>{t('shell.notice.restore')}</Button>}
          {notice.kind === 'unfetched' && <Retry />}
          <IconButton icon="close" label={t('shell.notice.dismiss')} onClick={() => setNotice(undefined)} />
        </div>
      )}
    </div>
  );
}
