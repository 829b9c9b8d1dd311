import './send.css';
import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import { t } from '../../i18n';
import { useApp } from '../../state/store';
import { Address } from '../../ui/Address';
import { Icon } from '../../ui/Icon';
import { senders, targets } from './options';
import { SendForm } from './SendForm';

/** Who calls whom, in one line. */
function Summary() {
  const cluster = useApp((s) => s.cluster);
  const send = useApp((s) => s.send);
  const request = useApp((s) => s.exchange?.request);
  const sender = senders(cluster).find(({ id }) => id === send.from);
  const target = targets(cluster).find(({ to }) => to === send.to);
  const to = request?.to;
  return (
    <>
      <span className="send-verb">{t('shell.send.verb')}</span>
      <b className="send-from">{sender?.name ?? t('shell.send.nobody')}</b>
      <Icon name="right" size={12} />
      {to ? <Address ip={to.ip} port={to.port} /> : <span className="mono">{target?.name ?? send.to}</span>}
      <span className="send-proto">{send.proto.toUpperCase()}</span>
    </>
  );
}

/** The packet that is sent, and the form to change it. */
export function SendControl() {
  const [open, setOpen] = useState(false);
  const cluster = useApp((s) => s.cluster);
  const send = useApp((s) => s.send);
  const from = senders(cluster).find(({ id }) => id === send.from)?.name ?? t('shell.send.nobody');
  const label = t('shell.send.summary', { from, to: send.to, proto: send.proto.toUpperCase() });
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button send-trigger" aria-label={label}>
        <Summary />
        <Icon name="down" size={12} />
      </Popover.Trigger>
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
