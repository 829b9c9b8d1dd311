import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Inlay } from '../inlays';
import { addressHues, type KindOf } from './addresses';
import { type Finding, findings, showFindings } from './findings';
import { inlays, setInlays } from './inlays';
import { manifestIndent, manifestLanguage } from './language';
import { lineMark, markLine } from './mark';
import { keepLineStart } from './scrolling';
import { theme } from './theme';

export type { Finding } from './findings';

export interface EditorCallbacks {
  /** The user changed the text. */
  onChange(text: string): void;
  onBlur(): void;
  /** The cursor was put somewhere; both count from 1. */
  onCursor(line: number, column: number): void;
  kindOf: KindOf;
  readonly label: string;
}

export interface Editor {
  text(): string;
  /** Another document: the editor's own undo begins anew. */
  open(text: string): void;
  show(reading: { readonly findings: readonly Finding[]; readonly inlays?: readonly Inlay[] }): void;
  /** Picks out a line, from 1; brings it into view if that is wanted. */
  markLine(line: number | undefined, scroll: boolean): void;
  /** Puts the cursor at an offset and takes the focus. */
  goTo(offset: number): void;
  /** Brings the cursor's line into view, where its place has become smaller. */
  showCursor(): void;
  destroy(): void;
}

/** A press on a line's number puts the cursor there, without taking the focus: no keyboard comes up on a phone. */
function chooseLine(view: EditorView, { from }: { readonly from: number }, event: Event): boolean {
  event.preventDefault();
  view.dispatch({ selection: { anchor: from } });
  return true;
}

/** Mounts the editor in a shadow root: its styles are adopted sheets, which a strict policy lets pass. */
export function createEditor(host: HTMLElement, text: string, callbacks: EditorCallbacks): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open', delegatesFocus: true });
  const extensions: Extension = [
    lineNumbers({ domEventHandlers: { mousedown: chooseLine } }),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    history(),
    indentUnit.of('  '),
    bracketMatching(),
    highlightSelectionMatches(),
    search({ top: true }),
    manifestLanguage,
    manifestIndent,
    keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
    theme,
    inlays(),
    findings(),
    lineMark(),
    keepLineStart,
    // Inside the highlighter's own spans, so that its colours do not win.
    Prec.highest(addressHues(callbacks.kindOf)),
    EditorView.contentAttributes.of({ 'aria-label': callbacks.label, tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) callbacks.onChange(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) {
        const { head } = update.state.selection.main;
        const line = update.state.doc.lineAt(head);
        callbacks.onCursor(line.number, head - line.from + 1);
      }
    }),
    EditorView.domEventHandlers({
      blur: () => {
        callbacks.onBlur();
      },
    }),
  ];
  const stateOf = (doc: string) => EditorState.create({ doc, extensions });
  const view = new EditorView({ state: stateOf(text), parent: root, root });

  return {
    text: () => view.state.doc.toString(),
    open(next) {
      const { scrollTop } = view.scrollDOM;
      view.setState(stateOf(next));
      view.scrollDOM.scrollTop = scrollTop;
    },
    show(reading) {
      if (reading.inlays) view.dispatch({ effects: setInlays.of(reading.inlays) });
      showFindings(view, reading.findings);
    },
    markLine: (line, scroll) => markLine(view, line, scroll),
    goTo(offset) {
      const at = Math.max(0, Math.min(offset, view.state.doc.length));
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    showCursor() {
      const { head } = view.state.selection.main;
      view.dispatch({ effects: EditorView.scrollIntoView(head, { y: 'nearest', yMargin: 40 }) });
    },
    destroy: () => view.destroy(),
  };
}
