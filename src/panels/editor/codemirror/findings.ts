import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import {
  type Extension,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type TransactionSpec,
} from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';

/** A message at a place of the text, as words. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly line: number;
  /** Offsets into the text that was read. */
  readonly from: number;
  readonly to: number;
}

class Block extends WidgetType {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super();
    this.finding = finding;
  }

  override eq(other: Block): boolean {
    return other.finding.text === this.finding.text && other.finding.severity === this.finding.severity;
  }

  toDOM(): HTMLElement {
    // The gutter measures the outer box: margins would put the line numbers out of step.
    const outer = document.createElement('div');
    outer.className = 'hs-finding-row';
    const inner = outer.appendChild(document.createElement('div'));
    inner.className = `hs-finding hs-finding-${this.finding.severity}`;
    inner.append(this.finding.text);
    return outer;
  }
}

const setBlocks = StateEffect.define<readonly Finding[]>();

/** Errors and warnings stand under their line, not only in a tip. */
export function findings(): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(blocks, transaction) {
      let next = blocks.map(transaction.changes);
      for (const effect of transaction.effects) {
        if (!effect.is(setBlocks)) continue;
        const { doc } = transaction.state;
        const builder = new RangeSetBuilder<Decoration>();
        for (const finding of effect.value.toSorted((a, b) => a.line - b.line)) {
          const at = doc.line(Math.max(1, Math.min(finding.line, doc.lines))).to;
          builder.add(at, at, Decoration.widget({ widget: new Block(finding), block: true, side: 2 }));
        }
        next = builder.finish();
      }
      return next;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** Replaces all messages; what lies beyond the text is drawn at its end. */
export function showFindings(view: EditorView, all: readonly Finding[]): void {
  const { length } = view.state.doc;
  const diagnostics: Diagnostic[] = all.map(({ severity, text, from, to }) => {
    const start = Math.min(from, length);
    return { from: start, to: Math.max(start, Math.min(to, length)), severity, message: text };
  });
  const blocks = all.filter((finding) => finding.severity !== 'info');
  const spec: TransactionSpec = { effects: setBlocks.of(blocks) };
  view.dispatch(setDiagnostics(view.state, diagnostics), spec);
}
