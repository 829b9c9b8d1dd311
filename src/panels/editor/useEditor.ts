import { type RefObject, useEffect, useRef, useState } from 'react';
import { addressKind } from '../../engine';
import { noteText, t } from '../../i18n';
import { heldChoice, markedLine } from '../../state/cursor/choice';
import { appStore } from '../../state/store';
import type { AppState } from '../../state/types';
import type { Editor, Finding } from './codemirror';
import { inlaysOf } from './inlays';
import { loadEditor } from './lazyEditor';

/** What is typed applies after this pause. */
const APPLY_MS = 150;

export const findingsOf = (notes: AppState['notes']): Finding[] =>
  notes.flatMap((note) =>
    note.where
      ? [
          {
            severity: note.severity,
            text: noteText(note),
            line: note.where.line,
            from: note.where.from,
            to: note.where.to,
          },
        ]
      : [],
  );

export type EditorStatus = 'loading' | 'ready' | 'failed';

/** Where the cursor stands, from 1. */
export interface TextCursor {
  readonly line: number;
  readonly column: number;
}

/** Binds an editor in `host` to the page's text: both ways, without echo. */
export function useEditor(host: RefObject<HTMLDivElement | null>) {
  const [status, setStatus] = useState<EditorStatus>('loading');
  const editor = useRef<Editor | undefined>(undefined);
  /** Undefined until the user has put it somewhere. */
  const [cursor, setCursor] = useState<TextCursor>();

  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cleanups: (() => void)[] = [];

    const mount = async () => {
      const { createEditor } = await loadEditor();
      if (gone || !host.current) return;
      const made = createEditor(host.current, appStore.getState().text, {
        label: t('shell.editor.label'),
        kindOf: (ip) => addressKind(appStore.getState().cluster, ip),
        onBlur: apply,
        onCursor: (line, column) => setCursor({ line, column }),
        onChange: () => {
          clearTimeout(timer);
          timer = setTimeout(apply, APPLY_MS);
        },
      });
      editor.current = made;

      function apply(): void {
        clearTimeout(timer);
        timer = undefined;
        if (made.text() !== appStore.getState().text) appStore.getState().setText(made.text());
      }

      function show(state: AppState): void {
        // Chips stay where they were while the text is broken: its lines are not those of the cluster.
        const inlays = state.broken ? {} : { inlays: inlaysOf(state.cluster) };
        made.show({ findings: findingsOf(state.notes), ...inlays });
      }

      /** The line that the chosen rule came from; what was chosen from the text does not move it. */
      function mark(state: AppState): void {
        made.markLine(markedLine(state), heldChoice(state)?.from === 'rules');
      }

      show(appStore.getState());
      mark(appStore.getState());
      cleanups.push(
        appStore.subscribe((state, before) => {
          if (state.text !== before.text && state.text !== made.text()) {
            clearTimeout(timer);
            timer = undefined;
            made.open(state.text);
            setCursor(undefined);
          }
          if (state.notes !== before.notes || state.cluster !== before.cluster) show(state);
          const rechosen = state.ruleChoice !== before.ruleChoice || heldChoice(state) !== heldChoice(before);
          if (rechosen || state.broken !== before.broken) mark(state);
        }),
        () => {
          if (timer !== undefined) apply();
          made.destroy();
        },
      );
      const onLeave = () => timer !== undefined && apply();
      window.addEventListener('pagehide', onLeave);
      cleanups.push(() => window.removeEventListener('pagehide', onLeave));
      setStatus('ready');
    };

    mount().catch(() => {
      if (!gone) setStatus('failed');
    });
    return () => {
      gone = true;
      for (const cleanup of cleanups) cleanup();
      editor.current = undefined;
    };
  }, [host]);

  return { status, editor, cursor };
}
