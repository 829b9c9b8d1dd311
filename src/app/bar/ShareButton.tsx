import { useEffect, useState } from 'react';
import { t } from '../../i18n';
import { LINK_LIMIT, sharedOf } from '../../state/link/sync';
import { encodeShared } from '../../state/link/url';
import { appStore } from '../../state/store';
import { Button, IconButton } from '../../ui/controls/Button';
import { lazily } from '../../ui/view/lazily';

const CopyDialog = lazily(
  () => import('../../ui/popups/CopyDialog'),
  () => t('shell.copy.dialog'),
);

/** How long the answer stands. */
const SAID_MS = 2500;

/** Copies the link of what is shown now. Where the browser does not allow it, the link is shown, to be copied by hand. */
export function ShareButton({ small = false }: { readonly small?: boolean }) {
  const [shared, setShared] = useState(false);
  const [refused, setRefused] = useState<string>();
  useEffect(() => {
    if (!shared) return;
    const timer = setTimeout(() => setShared(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [shared]);
  const share = async () => {
    const encoded = encodeShared(sharedOf(appStore.getState()));
    if (encoded.length > LINK_LIMIT) {
      appStore.getState().setNotice({ kind: 'long-link' });
      return;
    }
    history.replaceState(history.state, '', `#${encoded}`);
    try {
      await navigator.clipboard.writeText(location.href);
      setShared(true);
    } catch {
      setRefused(location.href);
    }
  };
  const onClick = () => void share();
  const icon = shared ? 'check' : 'share';
  const word = t(shared ? 'shell.top.shared' : 'shell.top.share');
  return (
    <>
      {small ? (
        <IconButton icon={icon} label={t('shell.top.share')} onClick={onClick} />
      ) : (
        <Button
          icon={icon}
          onClick={onClick}
          className={shared ? 'share is-said' : 'share'}
          aria-label={word}
        >
          <span className="share-word">{word}</span>
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {shared && word}
      </span>
      {refused !== undefined && (
        <CopyDialog title={t('shell.top.share')} text={refused} onClose={() => setRefused(undefined)} />
      )}
    </>
  );
}
