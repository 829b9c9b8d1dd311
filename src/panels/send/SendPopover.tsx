import { type ComponentPropsWithRef, type ReactElement, useId, useState } from 'react';
import { t } from '../../i18n';
import { Popup } from '../../ui/popups/Popup';
import { SendForm } from './SendForm';

export interface SendPopoverProps {
  readonly trigger: ReactElement<ComponentPropsWithRef<'button'>>;
}

/** The form in a popover; open as soon as it is there. */
export default function SendPopover({ trigger }: SendPopoverProps) {
  const [open, setOpen] = useState(true);
  const title = useId();
  return (
    <Popup
      trigger={trigger}
      role="dialog"
      className="send-popup"
      labelledBy={title}
      open={open}
      onOpenChange={setOpen}
    >
      <h2 id={title} className="send-title">
        {t('send.title')}
      </h2>
      <SendForm onSent={() => setOpen(false)} />
    </Popup>
  );
}
