import type { Exchange, Packet, Step } from '../../engine';
import { t } from '../../i18n';
import { Address } from '../../ui/address/Address';
import { type End, type FieldState, fieldState, type ValueState, valueStates } from './diff';

/** Longer words stand without "after", beside the longest address. */
const SHORT = 6;

interface LineProps {
  readonly end: End;
  readonly nat?: 'mark' | 'was';
  readonly note: string;
}

function Line({ end, nat, note }: LineProps) {
  return (
    <dd>
      <Address ip={end.ip} port={end.port} nat={nat} />
      <span className={nat === 'mark' ? 'packet-note is-nat' : 'packet-note'}>{note}</span>
    </dd>
  );
}

function Field({ state }: { readonly state: FieldState }) {
  const { field, now, before, was, by = t('panels.packet.changed') } = state;
  const name = <dt>{t(`panels.packet.field.${field}`)}</dt>;
  if (before) {
    return (
      <div className="packet-row">
        {name}
        <Line end={before} nat="was" note={t('panels.packet.before')} />
        <Line end={now} nat="mark" note={by.length <= SHORT ? t('panels.packet.after', { by }) : by} />
      </div>
    );
  }
  return (
    <div className="packet-row">
      {name}
      {was ? (
        <>
          <Line end={now} nat="mark" note={by} />
          <Line end={was} nat="was" note={t('panels.packet.was')} />
        </>
      ) : (
        <Line end={now} note={t('panels.packet.same')} />
      )}
    </div>
  );
}

function Value({ state }: { readonly state: ValueState }) {
  const changed = state.before !== undefined;
  return (
    <div className="packet-row">
      <dt>{t(`panels.packet.field.${state.name}`)}</dt>
      <dd>
        <span className="mono">
          {changed && <s>{state.before}</s>}{' '}
          <span className={changed ? 'packet-changed' : undefined}>{state.now}</span>
        </span>
        <span className="packet-note">{t(changed ? 'panels.packet.changed' : 'panels.packet.same')}</span>
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
            <Line
              end={
                field === 'src'
                  ? { ip: packet.src, port: packet.sport }
                  : { ip: packet.dst, port: packet.dport }
              }
              note={field === 'src' ? packet.proto : ''}
            />
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
        <Field state={fieldState(exchange, step, 'src', packet.vxlan ? 'outer' : 'inner')} />
        <Field state={fieldState(exchange, step, 'dst', packet.vxlan ? 'outer' : 'inner')} />
        {valueStates(step).map((state) => (
          <Value key={state.name} state={state} />
        ))}
      </dl>
      {packet.vxlan && (
        <>
          <p className="packet-subtitle">{t('panels.packet.inner', { vni: packet.vxlan.vni })}</p>
          <dl className="packet-rows">
            <Field state={fieldState(exchange, step, 'src')} />
            <Field state={fieldState(exchange, step, 'dst')} />
          </dl>
        </>
      )}
      {!packet.vxlan && tunnel && <Enclosed title={t('panels.packet.outer')} packet={tunnel} />}
      {packet.icmp?.quoted && <Enclosed title={t('panels.packet.quoted')} packet={packet.icmp.quoted} />}
    </>
  );
}
