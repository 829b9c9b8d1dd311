import { t } from '../../i18n';
import { Dialog } from './Dialog';

interface CopyDialogProps {
  readonly title: string;
  readonly text: string;
  onClose(): void;
}

/** A text to be copied by hand: it stands selected. */
export default function CopyDialog({ title, text, onClose }: CopyDialogProps) {
  return (
    <Dialog title={title} className="help copy-dialog" onClose={onClose}>
      <p>{t('shell.copy.byHand')}</p>
      <textarea
        // React focuses before the dialog is shown: then the browser asks for this attribute.
        ref={(field) => field?.setAttribute('autofocus', '')}
        readOnly
        aria-label={title}
        value={text}
        rows={12}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
    </Dialog>
  );
}
