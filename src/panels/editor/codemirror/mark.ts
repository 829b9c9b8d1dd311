import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

const setMark = StateEffect.define<number | undefined>();
const line = Decoration.line({ class: 'hs-marked' });

/** One line picked out from elsewhere on the page. */
export function lineMark(): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(mark, transaction) {
      let next = mark.map(transaction.changes);
      for (const effect of transaction.effects) {
        if (!effect.is(setMark)) continue;
        const { doc } = transaction.state;
        const known = effect.value !== undefined && effect.value >= 1 && effect.value <= doc.lines;
        next = known ? Decoration.set(line.range(doc.line(effect.value as number).from)) : Decoration.none;
      }
      return next;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** Lines kept in sight above and below the marked one. */
const AROUND = 3;

/** Marks a line (from 1), and brings it into view if `scroll`; undefined takes the mark away. */
export function markLine(view: EditorView, number: number | undefined, scroll: boolean): void {
  const { doc } = view.state;
  const known = scroll && number !== undefined && number >= 1 && number <= doc.lines;
  const yMargin = AROUND * view.defaultLineHeight;
  const into = known ? [EditorView.scrollIntoView(doc.line(number).from, { y: 'nearest', yMargin })] : [];
  view.dispatch({ effects: [setMark.of(number), ...into] });
}
