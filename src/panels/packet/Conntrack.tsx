import type { ConntrackEntry, Tuple } from '../../engine';
import { t } from '../../i18n';
import { Address } from '../../ui/address/Address';
import { rewritten } from './conntrackAt';
import { secondsLeft } from './tables';

interface EndProps {
  readonly tuple: Tuple;
  readonly field: 'src' | 'dst';
  readonly label: string;
  readonly changed: boolean;
}

function End({ tuple, field, label, changed }: EndProps) {
  const name = t(`panels.packet.field.${field}`);
  const [ip, port] = field === 'src' ? [tuple.src, tuple.sport] : [tuple.dst, tuple.dport];
  return (
    <div className="packet-row">
      <dt>{label}</dt>
      <dd>
        <Address ip={ip} port={port} nat={changed ? 'mark' : undefined} />
        <span className={changed ? 'packet-note is-nat' : 'packet-note'}>
          {changed ? t('panels.packet.rewritten', { field: name }) : name}
        </span>
      </dd>
    </div>
  );
}

/** One flow at a world time: how its packets look in both directions, and which ends of the reply NAT has set. */
export function Entry({ entry, now }: { readonly entry: ConntrackEntry; readonly now: number }) {
  const changed = rewritten(entry);
  const state = entry.confirmed ? (entry.replied ? 'replied' : 'unreplied') : 'unconfirmed';
  return (
    <>
      <dl className="packet-rows">
        <End tuple={entry.original} field="src" label={t('panels.packet.original')} changed={false} />
        <End tuple={entry.original} field="dst" label="" changed={false} />
        <End tuple={entry.reply} field="src" label={t('panels.packet.reply')} changed={changed.src} />
        <End tuple={entry.reply} field="dst" label="" changed={changed.dst} />
      </dl>
      <p className="packet-state">
        <span className="mono">{[entry.original.proto, entry.state].filter(Boolean).join(' ')}</span> ·{' '}
        {t(`panels.packet.${state}`)}
        {entry.confirmed && ` · ${t('panels.packet.left', { count: secondsLeft(entry, now) })}`}
      </p>
    </>
  );
}
