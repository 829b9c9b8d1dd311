import { EditorSelection, EditorState, type Extension } from '@codemirror/state';

/**
 * A cursor at a line's end stands before the chips that follow it. It would count as standing behind them otherwise,
 * and bringing it into view would pull the beginning of the line out of view.
 */
export const keepLineStart: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.selection && !transaction.docChanged) return transaction;
  const { ranges, main } = transaction.newSelection;
  const { head, empty, assoc, goalColumn } = main;
  if (ranges.length > 1 || !empty || assoc < 0) return transaction;
  if (transaction.newDoc.lineAt(head).to !== head) return transaction;
  const before = EditorSelection.cursor(head, -1, undefined, goalColumn);
  return [transaction, { selection: EditorSelection.create([before]), sequential: true }];
});
