import type { Exchange, Packet, Step } from '../../engine';
import { t } from '../../i18n';
import { Address } from '../../ui/Address';
import { type FieldState, fieldState, type ValueState, valueStates } from './diff';

/** Longer words stand without "after", beside the longest address. */
const SHORT = 6;

function Field({ state }: { readonly state: FieldState }) {
  const name = t(`panels.packet.field.${state.field}`);
  const { now, before, was, by = t('panels.packet.changed') } = state;
  const old = before ?? was;
  if (!old) {
    return (
      <div className="packet-row">
        <dt>{name}</dt>
        <dd>
          <Address ip={now.ip} port={now.port} />
        </dd>
        <dd className="packet-note">{t('panels.packet.same')}</dd>
      </div>
    );
  }
  const gone = (
    <>
      <dd>
        <Address ip={old.ip} port={old.port} nat="was" />
      </dd>
      <dd className="packet-note">{t(before ? 'panels.packet.before' : 'panels.packet.was')}</dd>
    </>
  );
  const here = (
    <>
      <dd>
        <Address ip={now.ip} port={now.port} nat="mark" />
      </dd>
      <dd className="packet-note is-nat">
        {before && by.length <= SHORT ? t('panels.packet.after', { by }) : by}
      </dd>
    </>
  );
  return (
    <div className="packet-row">
      <dt>{name}</dt>
      {before ? gone : here}
      {before ? here : gone}
    </div>
  );
}

function Value({ state }: { readonly state: ValueState }) {
  return (
    <div className="packet-row">
      <dt>{t(`panels.packet.field.${state.name}`)}</dt>
      <dd className="mono">
        {state.before !== undefined && (
          <>
            <s>{state.before}</s>{' '}
          </>
        )}
        <span className={state.before === undefined ? undefined : 'packet-changed'}>{state.now}</span>
      </dd>
      <dd className="packet-note">
        {state.before === undefined ? t('panels.packet.same') : t('panels.packet.changed')}
      </dd>
    </div>
  );
}

/** A packet inside another, or quoted by an error: two addresses, no history. */
function Enclosed({ title, packet }: { readonly title: string; readonly packet: Packet }) {
  return (
    <>
      <p className="packet-subtitle">{title}</p>
      <dl className="packet-rows">
        {(['src', 'dst'] as const).map((field) => (
          <div className="packet-row" key={field}>
            <dt>{t(`panels.packet.field.${field}`)}</dt>
            <dd>
              {field === 'src' ? (
                <Address ip={packet.src} port={packet.sport} />
              ) : (
                <Address ip={packet.dst} port={packet.dport} />
              )}
            </dd>
            <dd className="packet-note">{field === 'src' ? packet.proto : ''}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** The packet before and after one step, as a difference. */
export function PacketFields({ exchange, step }: { readonly exchange: Exchange; readonly step: Step }) {
  const { packet } = step.after;
  const tunnel = step.kind === 'encap' ? step.outer : undefined;
  return (
    <>
      {packet.vxlan && <p className="packet-subtitle">{t('panels.packet.outer')}</p>}
      <dl className="packet-rows">
        <Field state={fieldState(exchange, step, 'src')} />
        <Field state={fieldState(exchange, step, 'dst')} />
        {valueStates(step).map((state) => (
          <Value key={state.name} state={state} />
        ))}
      </dl>
      {packet.vxlan && (
        <Enclosed title={t('panels.packet.inner', { vni: packet.vxlan.vni })} packet={packet.vxlan.inner} />
      )}
      {!packet.vxlan && tunnel && <Enclosed title={t('panels.packet.outer')} packet={tunnel} />}
      {packet.icmp?.quoted && <Enclosed title={t('panels.packet.quoted')} packet={packet.icmp.quoted} />}
    </>
  );
}
