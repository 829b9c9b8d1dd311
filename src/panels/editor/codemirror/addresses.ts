import type { Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { AddressKind } from '../../../ui/Address';

/** Which hue an address has; asked anew at each redraw. */
export type KindOf = (ip: string) => AddressKind;

const ADDRESS =
  /(?<![\w.:])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|^\s*(?:- )?(port|targetPort|containerPort|nodePort):\s*(\d+)/gm;
const FIELD: Record<string, AddressKind> = {
  port: 'cluster',
  targetPort: 'pod',
  containerPort: 'pod',
  nodePort: 'node',
};

const marks: Record<AddressKind, Decoration> = {
  cluster: Decoration.mark({ class: 'hs-cluster' }),
  node: Decoration.mark({ class: 'hs-node' }),
  pod: Decoration.mark({ class: 'hs-pod' }),
  outside: Decoration.mark({ class: 'hs-outside' }),
};

/** Addresses and ports in the text have the hue that they have everywhere; only what is in view is looked at. */
export function addressHues(kindOf: KindOf): Extension {
  function draw(view: EditorView): DecorationSet {
    const found = view.visibleRanges.flatMap(({ from, to }) => {
      const start = view.state.doc.lineAt(from).from;
      const text = view.state.sliceDoc(start, to);
      return [...text.matchAll(ADDRESS)].map((match) => {
        const [whole, field, port] = match;
        const end = start + match.index + whole.length;
        const length = port === undefined ? whole.length : port.length;
        const kind = field === undefined ? kindOf(whole) : (FIELD[field] ?? 'outside');
        return marks[kind].range(end - length, end);
      });
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
