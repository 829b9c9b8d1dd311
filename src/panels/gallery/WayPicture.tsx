import type { AddressKind } from '../../engine';
import { ADDRESS_SHAPES } from '../../ui/address/glyphShapes';
import type { Gate, Picture } from './picture';
import { type Placed, place, ROAD, SIZE } from './place';

const GLYPH = 12;
const SLAT = 18;

function AddressGlyph({
  kind,
  x,
  y,
  size = GLYPH,
}: {
  kind: AddressKind;
  x: number;
  y: number;
  size?: number;
}) {
  const { d, fill, dash } = ADDRESS_SHAPES[kind];
  const scale = size / GLYPH;
  return (
    <path
      d={d}
      className={`addr-${kind}`}
      transform={`translate(${x - size / 2} ${y - size / 2}) scale(${scale})`}
      fill={fill ? 'currentColor' : 'none'}
      stroke={fill ? 'none' : 'currentColor'}
      strokeWidth={1.4 / scale}
      strokeDasharray={dash}
    />
  );
}

function GateMark({ gate, x }: { gate: Gate; x: number }) {
  const top = ROAD - SLAT / 2;
  return (
    <>
      {gate.becomes && (
        <rect className="way-mark" x={x - 6} y={top - 3} width={12} height={SLAT + 6} rx={2} />
      )}
      <rect
        className={gate.matched ? 'way-lit' : 'way-slat'}
        x={x - 1.5}
        y={top}
        width={3}
        height={SLAT}
        rx={1}
      />
      {gate.becomes && (
        <AddressGlyph kind={gate.becomes} x={x} y={gate.field === 'src' ? ROAD + 21 : ROAD - 21} />
      )}
    </>
  );
}

interface MachineProps {
  readonly placed: Placed;
  readonly called: AddressKind | undefined;
  /** Where the packet died in it. */
  readonly end: number | undefined;
}

function Machine({ placed, called, end }: MachineProps) {
  const { kind, x, width, gates, at } = placed;
  if (kind !== 'node')
    return (
      <>
        <AddressGlyph kind={kind === 'pod' ? 'pod' : 'outside'} x={x + width / 2} y={ROAD} size={20} />
        {called && <AddressGlyph kind={called} x={x + width / 2} y={ROAD - 21} />}
      </>
    );
  return (
    <>
      <rect className="way-machine" x={x} y={ROAD - 34} width={width} height={68} rx={9} />
      <path className="way-trail" d={`M${x} ${ROAD}H${end ?? x + width}`} />
      {gates.map((gate, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: gates have no name; their order is all there is
        <GateMark key={i} gate={gate} x={at[i] ?? 0} />
      ))}
      {called && <AddressGlyph kind={called} x={x + 9} y={ROAD - 21} />}
    </>
  );
}

function Wire({ from, to }: { from: Placed; to: Placed }) {
  const x = from.x + from.width;
  const width = to.x - x;
  return (
    <>
      {to.wrapped && (
        <rect className="way-wrap" x={x + 2} y={ROAD - 7} width={width - 4} height={14} rx={5} />
      )}
      <path className="way-trail" d={`M${x} ${ROAD}h${width}`} />
    </>
  );
}

/** What comes back goes its own way, below. */
function Back({ from, to }: { from: number; to: number }) {
  const y = SIZE.height - 12;
  return (
    <>
      <path className="way-back" d={`M${from} ${ROAD + 12}V${y}H${to}V${ROAD + 17}`} />
      <path className="way-tip" d={`M${to} ${ROAD + 13}l-3.5 6h7Z`} />
    </>
  );
}

/** A sample's packet on its way, in a few strokes. Decoration: the words beside it say the same. */
export function WayPicture({ picture }: { readonly picture: Picture }) {
  const stays = place(picture);
  const first = stays[0];
  const last = stays.at(-1);
  if (!first || !last) return null;
  const end = picture.died && last.at.length > 0 ? (last.at.at(-1) ?? 0) : last.x + last.width / 2;
  return (
    <svg className="way" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} aria-hidden="true">
      {picture.heard && <Back from={end} to={first.x + first.width / 2} />}
      {stays.slice(1).map((stay, i) => {
        const from = stays[i];
        return from && <Wire key={`${stay.x}`} from={from} to={stay} />;
      })}
      {stays.map((stay, i) => (
        <Machine
          key={`${stay.x}`}
          placed={stay}
          called={i === 0 ? picture.called : undefined}
          end={picture.died && stay === last ? end : undefined}
        />
      ))}
      {picture.died && (
        <g className="way-death" transform={`translate(${end - 9} ${ROAD - 9}) scale(1.5)`}>
          <path fill="currentColor" d="M3.6.2h4.8l3.4 3.4v4.8l-3.4 3.4H3.6L.2 8.4V3.6Z" />
          <path d="m3.9 3.9 4.2 4.2m0-4.2L3.9 8.1" />
        </g>
      )}
    </svg>
  );
}
