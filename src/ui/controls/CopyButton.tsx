import './copy.css';
import { useEffect, useState } from 'react';
import { t } from '../../i18n';
import { lazily } from '../view/lazily';
import { Button, IconButton } from './Button';

const CopyDialog = lazily(
  () => import('../popups/CopyDialog'),
  () => t('shell.copy.dialog'),
);

/** How long the answer stands. */
const SAID_MS = 2000;

interface CopyButtonProps {
  /** What the button is called: "Copy rule". */
  readonly label: string;
  /** What is copied, in a tip. */
  readonly title?: string;
  /** Only the sign; the label is spoken. */
  readonly bare?: boolean;
  /** Made when it is wanted. */
  text(): string;
}

/** Copies a text and says so. Where the browser does not allow it, the text is shown, selected, to be copied by hand. */
export function CopyButton({ label, title, bare = false, text }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const [refused, setRefused] = useState<string>();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const wanted = text();
    try {
      await navigator.clipboard.writeText(wanted);
      setCopied(true);
    } catch {
      setRefused(wanted);
    }
  };
  const icon = copied ? 'check' : 'copy';
  const said = copied ? t('shell.copy.done') : '';
  return (
    <span className="copy">
      {bare ? (
        <>
          <span className="copy-said" role="status">
            {said}
          </span>
          <IconButton icon={icon} label={label} onClick={() => void copy()} />
        </>
      ) : (
        <>
          <Button look="plain" icon={icon} title={title} aria-label={label} onClick={() => void copy()}>
            {/* Both words take their place, so that nothing moves. */}
            <span className="copy-words">
              <span style={{ visibility: copied ? 'hidden' : undefined }}>{label}</span>
              <span style={{ visibility: copied ? undefined : 'hidden' }}>{t('shell.copy.done')}</span>
            </span>
          </Button>
          <span className="visually-hidden" role="status">
            {said}
          </span>
        </>
      )}
      {refused !== undefined && (
        <CopyDialog title={label} text={refused} onClose={() => setRefused(undefined)} />
      )}
    </span>
  );
}
