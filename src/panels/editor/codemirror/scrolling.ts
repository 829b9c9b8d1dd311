import { EditorSelection, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/**
 * A cursor at a line's end stands before the chips that follow it. It would count as standing behind them otherwise,
 * and bringing it into view would pull the beginning of the line out of view.
 */
export const beforeChips: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.selection && !transaction.docChanged) return transaction;
  const { ranges, main } = transaction.newSelection;
  const { head, empty, assoc, goalColumn } = main;
  if (ranges.length > 1 || !empty || assoc < 0) return transaction;
  if (transaction.newDoc.lineAt(head).to !== head) return transaction;
  const before = EditorSelection.cursor(head, -1, undefined, goalColumn);
  return [transaction, { selection: EditorSelection.create([before]), sequential: true }];
});

/** px between the cursor and the edge of what is in view. */
const MARGIN = 12;

/** Typing and the keys bring back the beginning of the lines where the text up to the cursor fits. */
const startOfLines: Extension = EditorView.updateListener.of(({ view, transactions, docChanged }) => {
  const moved = transactions.some((one) => one.selection && !one.isUserEvent('select.pointer'));
  if (!docChanged && !moved) return;
  view.requestMeasure({
    key: 'start-of-lines',
    read: () => {
      const { scrollDOM } = view;
      const at = scrollDOM.scrollLeft > 0 && view.coordsAtPos(view.state.selection.main.head, -1);
      if (!at) return false;
      const x = at.left - scrollDOM.getBoundingClientRect().left + scrollDOM.scrollLeft;
      return x + MARGIN < scrollDOM.clientWidth;
    },
    write: (fits) => {
      if (fits) view.scrollDOM.scrollLeft = 0;
    },
  });
});

export const keepLineStart: Extension = [beforeChips, startOfLines];
