import { type AddressKind, addressKind, formatHostPort } from '../../engine';
import { useApp } from '../../state/store';
import { Glyph } from './Glyph';

/** The word beside hue and shape, in titles and for screen readers. */
export const ADDRESS_WORD: Record<AddressKind, string> = {
  cluster: 'ClusterIP',
  node: 'NodeIP',
  pod: 'PodIP',
  outside: 'outside address',
};

export interface AddressProps {
  readonly ip: string;
  readonly port?: number | undefined;
  /** What to draw; looked up in the cluster's ranges where absent. */
  readonly kind?: AddressKind | undefined;
  /** `mark`: NAT wrote it here (yellow, underlined); `was`: what stood before, struck through. */
  readonly nat?: 'mark' | 'was' | undefined;
  readonly bold?: boolean | undefined;
}

/** An address as it is written everywhere on the page: glyph, hue by range, mono, never cut short. */
export function Address({ ip, port, kind, nat, bold }: AddressProps) {
  const cluster = useApp((s) => s.cluster);
  const hue = kind ?? addressKind(cluster, ip);
  const text = port === undefined || port === 0 ? ip : formatHostPort(ip, port);
  const classes = ['addr', `addr-${hue}`];
  if (nat) classes.push(`addr-nat-${nat}`);
  if (bold) classes.push('addr-bold');
  return (
    <span className={classes.join(' ')} title={`${ADDRESS_WORD[hue]} ${text}`}>
      <Glyph name={hue} size={9} />
      {nat === 'was' ? <s>{text}</s> : <span>{text}</span>}
    </span>
  );
}
