import { useEffect, useState } from 'react';
import { t } from '../i18n';
import { appStore } from '../state/store';
import { LINK_LIMIT, sharedOf } from '../state/sync';
import { encodeShared } from '../state/url';
import { Button, IconButton } from '../ui/Button';

type Said = 'shared' | 'shareBlocked' | 'shareTooLong';

/** How long the answer stands. */
const SAID_MS = 2500;

/** Copies the link of what is shown now. */
async function share(): Promise<Said> {
  const encoded = encodeShared(sharedOf(appStore.getState()));
  if (encoded.length > LINK_LIMIT) return 'shareTooLong';
  history.replaceState(history.state, '', `#${encoded}`);
  try {
    await navigator.clipboard.writeText(location.href);
    return 'shared';
  } catch {
    return 'shareBlocked';
  }
}

export function ShareButton({ small = false }: { readonly small?: boolean }) {
  const [said, setSaid] = useState<Said>();
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const onClick = () => void share().then(setSaid);
  const icon = said === 'shared' ? 'check' : 'share';
  return (
    <>
      {small ? (
        <IconButton icon={icon} label={t('shell.top.share')} onClick={onClick} />
      ) : (
        <Button
          icon={icon}
          onClick={onClick}
          className={said ? 'share is-said' : 'share'}
          aria-label={t(`shell.top.${said ?? 'share'}`)}
        >
          <span className="share-word">{t(`shell.top.${said ?? 'share'}`)}</span>
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {said && t(`shell.top.${said}`)}
      </span>
    </>
  );
}
