import './send.css';
import { t } from '../../i18n';
import { useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { Icon } from '../../ui/controls/Icon';
import { shortPods } from '../../ui/names/podName';
import { OnDemand } from '../../ui/view/OnDemand';
import { senders, targets } from './options';

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
      <span className="send-verb">{t('send.verb')}</span>
      <span className="send-way">
        <b className="send-from">{sender ? shortPods(sender.name) : t('send.nobody')}</b>
        <span className="send-to">
          <Icon name="right" size={12} />
          {to ? (
            <Address ip={to.ip} port={to.port || undefined} />
          ) : (
            <span className="mono">{target?.name ?? send.to}</span>
          )}
        </span>
      </span>
      <span className="send-proto">{send.proto.toUpperCase()}</span>
    </>
  );
}

const load = () => import('./SendPopover');

/** The packet that is sent, and the form to change it. */
export function SendControl() {
  const cluster = useApp((s) => s.cluster);
  const send = useApp((s) => s.send);
  const from = senders(cluster).find(({ id }) => id === send.from)?.name ?? t('send.nobody');
  const label = t('send.summary', { from, to: send.to, proto: send.proto.toUpperCase() });
  const trigger = (
    <button type="button" className="button send-trigger" aria-label={label}>
      <Summary />
      <Icon name="down" size={12} />
    </button>
  );
  return <OnDemand load={load} props={{ trigger }} trigger={trigger} popup="dialog" what={t('send.title')} />;
}
