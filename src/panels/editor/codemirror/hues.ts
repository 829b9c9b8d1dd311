import type { AddressKind } from '../../../engine';

/** An address or a port in the text. */
export interface Hue {
  readonly from: number;
  readonly to: number;
  readonly kind: AddressKind;
  /** A Service's own ports have a chip with the glyph behind them. */
  readonly glyph: boolean;
}

const FOUND =
  /(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|(?=[\da-f:]*::)(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4})(?![\w.:])|^\s*(?:- )?"?(port|targetPort|containerPort|nodePort|healthCheckNodePort|hostPort)"?:\s*(\d+)/gim;
const FIELD: Record<string, AddressKind> = {
  nodePort: 'node',
  healthCheckNodePort: 'node',
  hostPort: 'node',
};

/** The kind of the object that a line is in: of the document, or of an item in a list of objects. */
const KIND = /^(?:[ ]{4}|[ ]{2}|- )?"?kind"?:\s*"?(\w+)/;

/**
 * Where addresses and ports stand in `text`, as offsets into it. `above` gives the lines above it, the nearest first:
 * `port` means the ClusterIP's port in a Service only, elsewhere one of the Pod's.
 */
export function huesIn(
  text: string,
  kindOf: (ip: string) => AddressKind,
  above: () => Iterable<string>,
): readonly Hue[] {
  const kindAt = (index: number): string | undefined => {
    const before = text.slice(0, index).split('\n').reverse();
    for (const lines of [before, above()]) {
      for (const line of lines) {
        if (line.startsWith('---')) return undefined;
        const kind = KIND.exec(line)?.[1];
        if (kind) return kind;
      }
    }
    return undefined;
  };
  return [...text.matchAll(FOUND)].map((match) => {
    const [whole, field, port] = match;
    const to = match.index + whole.length;
    if (field === undefined || port === undefined)
      return { from: match.index, to, kind: kindOf(whole), glyph: true };
    const own = /^(port|targetPort)$/.test(field) && kindAt(match.index) === 'Service';
    const kind = FIELD[field] ?? (own && field === 'port' ? 'cluster' : 'pod');
    return { from: to - port.length, to, kind, glyph: !own };
  });
}
