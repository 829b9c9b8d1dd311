import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { addressGlyph } from '../../../ui/address/glyphShapes';
import type { Inlay } from '../inlays';

class Chip extends WidgetType {
  readonly inlay: Inlay;

  constructor(inlay: Inlay) {
    super();
    this.inlay = inlay;
  }

  override eq(other: Chip): boolean {
    return other.inlay.text === this.inlay.text && other.inlay.kind === this.inlay.kind;
  }

  /** A press on a chip is one on its line. */
  override ignoreEvent(): boolean {
    return false;
  }

  toDOM(): HTMLElement {
    const { kind, text, title } = this.inlay;
    const chip = document.createElement('span');
    chip.className = `hs-chip hs-chip-${kind}`;
    chip.title = title;
    if (kind !== 'none' && kind !== 'drop') chip.append(addressGlyph(kind, 9));
    chip.append(text);
    return chip;
  }
}

export const setInlays = StateEffect.define<readonly Inlay[]>();

/** Chips at line ends. They move with the text until the next ones come. */
export function inlays(): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(chips, transaction) {
      let next = chips.map(transaction.changes);
      for (const effect of transaction.effects) {
        if (!effect.is(setInlays)) continue;
        const builder = new RangeSetBuilder<Decoration>();
        for (const inlay of effect.value) {
          if (inlay.line > transaction.state.doc.lines) continue;
          const at = transaction.state.doc.line(inlay.line).to;
          builder.add(at, at, Decoration.widget({ widget: new Chip(inlay), side: 1 }));
        }
        next = builder.finish();
      }
      return next;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}
