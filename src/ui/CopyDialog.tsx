import { Dialog } from '@base-ui/react/dialog';
import { useRef } from 'react';
import { t } from '../i18n';
import { IconButton } from './Button';

interface CopyDialogProps {
  readonly title: string;
  readonly text: string;
  onClose(): void;
}

/** A text to be copied by hand: it stands selected. */
export default function CopyDialog({ title, text, onClose }: CopyDialogProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup help copy-dialog" initialFocus={field}>
          <div className="help-head">
            <Dialog.Title className="help-title">{title}</Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label={t('shell.help.close')} />} />
          </div>
          <Dialog.Description>{t('shell.copy.byHand')}</Dialog.Description>
          <textarea
            ref={field}
            readOnly
            aria-label={title}
            value={text}
            rows={12}
            spellCheck={false}
            onFocus={(event) => event.currentTarget.select()}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
