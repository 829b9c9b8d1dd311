import { addressKind } from '../../engine';
import { splitAddresses, type TextPart } from '../../lib/addresses';
import { useApp } from '../../state/store';
import { Address } from './Address';
import { Glyph } from './Glyph';

function Network({ part }: { part: Extract<TextPart, { kind: 'network' }> }) {
  const kind = useApp((s) => addressKind(s.cluster, part.ip));
  return (
    <span className={`addr addr-${kind}`} title={part.text}>
      <Glyph name={kind} size={9} />
      <span>{part.text}</span>
    </span>
  );
}

/** A sentence whose addresses are drawn as everywhere: glyph, hue, mono. */
export function AddressText({ text }: { readonly text: string }) {
  return splitAddresses(text).map((part, i) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity
    if (part.kind === 'network') return <Network key={i} part={part} />;
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    if (part.kind === 'address') return <Address key={i} ip={part.ip} port={part.port} />;
    return part.text;
  });
}
