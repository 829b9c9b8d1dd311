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

/** What ends a clause; a browser would begin a line with it, since an address is drawn as a box. */
const CLOSING = /^[.,:;)]+/;

/** A sentence whose addresses are drawn as everywhere: glyph, hue, mono. */
export function AddressText({ text }: { readonly text: string }) {
  const parts = splitAddresses(text);
  return parts.map((part, i) => {
    if (part.kind === 'text') return i > 0 ? part.text.replace(CLOSING, '') : part.text;
    const closing = CLOSING.exec(parts[i + 1]?.text ?? '')?.[0];
    const drawn =
      part.kind === 'network' ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity
        <Network key={i} part={part} />
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Address key={i} ip={part.ip} port={part.port} />
      );
    if (!closing) return drawn;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <span key={i} className="addr-end">
        {drawn}
        {closing}
      </span>
    );
  });
}
