import { Popover } from '@base-ui/react/popover';
import { type ReactElement, useState } from 'react';
import { t } from '../../i18n';
import { SendForm } from './SendForm';

export interface SendPopoverProps {
  readonly trigger: ReactElement;
}

/** The form in a popover; open as soon as it is there. */
export default function SendPopover({ trigger }: SendPopoverProps) {
  const [open, setOpen] = useState(true);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className="layer" sideOffset={6} align="start" collisionPadding={8}>
          <Popover.Popup className="popup send-popup">
            <Popover.Title className="send-title">{t('shell.send.title')}</Popover.Title>
            <SendForm onSent={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
