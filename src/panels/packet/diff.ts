import type { Exchange, Packet, Rewrite, Skb, Step } from '../../engine';
import { hex, rewritesOf, rewriteWord } from '../../i18n';
import { oncePer } from '../../lib/oncePer';

export interface End {
  readonly ip: string;
  readonly port: number;
}

/** One address of the packet at a step. */
export interface FieldState {
  readonly field: 'src' | 'dst';
  readonly now: End;
  /** What stood here before this very step. */
  readonly before?: End;
  /** What the packet left its sender with, where an earlier step changed it and it is still changed. */
  readonly was?: End;
  /** DNAT, MASQUERADE, "NAT undone": what made the difference. */
  readonly by?: string;
}

const endOf = (packet: Packet, field: 'src' | 'dst'): End =>
  field === 'src' ? { ip: packet.src, port: packet.sport } : { ip: packet.dst, port: packet.dport };

const same = (a: End, b: End): boolean => a.ip === b.ip && a.port === b.port;

/** Of a packet in a VXLAN packet there are two: the one that the kernel sees is the outer. */
export type Which = 'outer' | 'inner';
const whichOf = (step: Step): Which => (step.after.packet.vxlan ? 'outer' : 'inner');

const rewriters = oncePer(({ steps }: Exchange): readonly Step[] =>
  steps.filter((step) => rewritesOf(step).length > 0),
);

/** The last step of the same packet, up to and with `step`, that rewrote a field. */
function lastRewrite(
  exchange: Exchange,
  step: Step,
  field: Rewrite['field'],
  which: Which,
): Step | undefined {
  const start = exchange.traces[step.trace]?.start ?? 0;
  return rewriters(exchange).findLast(
    (s) =>
      s.index <= step.index &&
      s.index >= start &&
      whichOf(s) === which &&
      rewritesOf(s).some((r) => r.field === field),
  );
}

/** How an address stands after a step: unchanged, changed just now, or changed on the way here. */
export function fieldState(
  exchange: Exchange,
  step: Step,
  field: 'src' | 'dst',
  which: Which = 'inner',
): FieldState {
  const { packet } = step.after;
  const now = endOf(which === 'inner' ? (packet.vxlan?.inner ?? packet) : packet, field);
  const sent = which === 'inner' ? exchange.traces[step.trace]?.packet : undefined;
  const rewriter = lastRewrite(exchange, step, field, which);
  const by = rewriter && rewriteWord(rewriter);
  const words = by === undefined ? {} : { by };
  const rewrite = whichOf(step) === which && rewritesOf(step).find((r) => r.field === field);
  if (rewrite) return { field, now, before: rewrite.from, ...words };
  if (rewriter && sent) {
    const was = endOf(sent, field);
    if (!same(was, now)) return { field, now, was, ...words };
  }
  return { field, now };
}

/** A value that is not an address: TTL, mark, interface. */
export interface ValueState {
  readonly name: 'ttl' | 'mark' | 'flags' | 'through' | 'state';
  readonly now: string;
  readonly before?: string;
}

/** `cni0 → flannel.1`; a side that is not known yet is left open. */
const interfaces = ({ iif, oif }: Skb): string => (iif || oif ? `${iif ?? ''} → ${oif ?? ''}`.trim() : '');

/** The rest of the packet and what the kernel knows of it; what is empty before and after is left out. */
export function valueStates(step: Step): ValueState[] {
  const { before, after } = step;
  // Put into another packet, or taken out of it: what was is another header's value, and nothing that changed.
  const other = (before.packet.vxlan === undefined) !== (after.packet.vxlan === undefined);
  const last = other ? after.packet : before.packet;
  const marked = before.mark !== 0 || after.mark !== 0;
  const pairs: [ValueState['name'], string | undefined, string | undefined][] = [
    ['flags', last.flags.join(' '), after.packet.flags.join(' ')],
    ['ttl', String(last.ttl), String(after.packet.ttl)],
    ['mark', marked ? hex(before.mark) : '', marked ? hex(after.mark) : ''],
    ['through', interfaces(before), interfaces(after)],
    ['state', before.ctState, after.ctState],
  ];
  return pairs.flatMap(([name, old = '', now = '']) => {
    if (!now) return [];
    return old === now || !old ? [{ name, now }] : [{ name, now, before: old }];
  });
}
