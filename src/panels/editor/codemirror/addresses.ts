import type { EditorState, Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type { AddressKind } from '../../../engine';
import { addressGlyph } from '../../../ui/address/glyphShapes';
import { huesIn } from './hues';

/** Which hue an address has; asked anew at each redraw. */
export type KindOf = (ip: string) => AddressKind;

class Sign extends WidgetType {
  readonly kind: AddressKind;

  constructor(kind: AddressKind) {
    super();
    this.kind = kind;
  }

  override eq(other: Sign): boolean {
    return other.kind === this.kind;
  }

  override ignoreEvent(): boolean {
    return false;
  }

  toDOM(): HTMLElement {
    const sign = document.createElement('span');
    sign.className = `hs-sign hs-${this.kind}`;
    sign.append(addressGlyph(this.kind, 9));
    return sign;
  }
}

const KINDS = ['cluster', 'node', 'pod', 'outside'] as const satisfies readonly AddressKind[];
const each = <T>(make: (kind: AddressKind) => T): Record<AddressKind, T> =>
  Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as Record<AddressKind, T>;
const marks = each((kind) => Decoration.mark({ class: `hs-${kind}` }));
const signs = each((kind) => Decoration.widget({ widget: new Sign(kind), side: -1 }));

/** Lines above what is in view that are looked through for the object's kind. */
const ABOVE = 500;

function* linesAbove({ doc }: EditorState, line: number): Generator<string> {
  for (let n = line - 1; n >= Math.max(1, line - ABOVE); n--) yield doc.line(n).text;
}

/** Addresses and ports in the text have hue and glyph as everywhere; only what is in view is looked at. */
export function addressHues(kindOf: KindOf): Extension {
  function draw({ visibleRanges, state }: EditorView): DecorationSet {
    const found = visibleRanges.flatMap(({ from, to }) => {
      const first = state.doc.lineAt(from);
      const hues = huesIn(state.sliceDoc(first.from, to), kindOf, () => linesAbove(state, first.number));
      return hues.flatMap(({ from: start, to: end, kind, glyph }) => [
        ...(glyph ? [signs[kind].range(first.from + start)] : []),
        marks[kind].range(first.from + start, first.from + end),
      ]);
    });
    return Decoration.set(found, true);
  }
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = draw(view);
      }
      update(update: ViewUpdate) {
        // Ranges of the cluster may have changed too: a transaction without changes comes with each new reading.
        if (update.docChanged || update.viewportChanged || update.transactions.length > 0) {
          this.decorations = draw(update.view);
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
