import type { Exchange, Step } from '../../engine';
import { t } from '../../i18n';
import { Address } from '../../ui/address/Address';
import { Glyph } from '../../ui/address/Glyph';
import { type FieldState, fieldState } from './diff';
import { compareLayers, type FieldChange, type LayerChange } from './layers';

/** How the two ends of the packet itself stand: NAT's marks stay until it is undone. */
type Ends = Readonly<Record<'src' | 'dst', FieldState>>;

/** What stood in a field before this step, or before an earlier NAT that still holds; and whether NAT did it. */
function earlier(field: FieldChange, ends: Ends | undefined): { old?: string | undefined; nat: boolean } {
  const state = field.end && ends?.[field.end];
  const end = state && (state.before ?? state.was);
  if (!end) return { old: field.before, nat: false };
  const old = field.ip === undefined ? String(end.port) : end.ip;
  return old === field.value ? { nat: false } : { old, nat: true };
}

function Value({ field, old, nat }: { field: FieldChange; old: string | undefined; nat: boolean }) {
  const { ip, value } = field;
  if (ip !== undefined)
    return (
      <>
        {old !== undefined && <Address ip={old} nat="was" />}
        <Address ip={ip} nat={nat ? 'mark' : undefined} />
      </>
    );
  return (
    <span className="mono">
      {old !== undefined && <s>{old}</s>}{' '}
      <span className={nat ? 'addr-nat-mark' : old === undefined ? undefined : 'packet-changed'}>
        {value}
      </span>
    </span>
  );
}

function Layer({ layer, ends }: { readonly layer: LayerChange; readonly ends: Ends | undefined }) {
  const { name, brief, change, fields } = layer;
  return (
    <li>
      <details open className={change === 'removed' ? 'header is-gone' : 'header'}>
        <summary>
          <Glyph name="chevron" size={9} className="packet-fold" />
          <span className="header-name">{change === 'removed' ? <s>{name}</s> : name}</span>
          {change && <span className="packet-note">{t(`panels.packet.${change}`)}</span>}
          <span className="header-brief mono">{brief}</span>
        </summary>
        <dl className="header-fields">
          {fields.map((field) => {
            const { old, nat } = earlier(field, ends);
            return (
              <div key={field.name}>
                <dt>{field.name}</dt>
                <dd>
                  <Value field={field} old={old} nat={nat} />
                </dd>
              </div>
            );
          })}
        </dl>
      </details>
    </li>
  );
}

/** Every header of the packet at a step, each field beside what it was. */
export function Headers({ exchange, step }: { readonly exchange: Exchange; readonly step: Step }) {
  const ends: Ends = { src: fieldState(exchange, step, 'src'), dst: fieldState(exchange, step, 'dst') };
  return (
    <ul className="headers">
      {compareLayers(step.before.packet, step.after.packet).map((layer) => (
        <Layer key={layer.key} layer={layer} ends={/^(outer|quoted) /.test(layer.key) ? undefined : ends} />
      ))}
    </ul>
  );
}
