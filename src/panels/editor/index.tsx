import './editor.css';
import { type ReactNode, useRef } from 'react';
import { t } from '../../i18n';
import { useApp } from '../../state/store';
import { lazily } from '../../ui/view/lazily';
import { NotesList } from './NotesList';
import { useEditor } from './useEditor';

const Causes = lazily(
  () => import('./Causes'),
  () => t('shell.causes.title'),
);

/** The place of the first error, where the text cannot be read. */
function Broken({ onGo }: { onGo(offset: number): void }) {
  const broken = useApp((s) => s.broken);
  const where = useApp((s) => s.notes.find((note) => note.severity === 'error')?.where);
  return (
    <div className="editor-broken" role="status">
      {broken && (
        <p>
          {t('shell.editor.broken')}{' '}
          {where && (
            <button type="button" className="link" onClick={() => onGo(where.from)}>
              {t('shell.editor.place', { line: where.line, column: where.column })}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** Objects that stand in the text. */
export function useObjectCount(): number {
  return useApp((s) => s.cluster.sources.size);
}

/** The manifests: text, messages, and what the control plane added. `actions` stand at the right of the head. */
export function EditorPanel({ actions }: { readonly actions?: ReactNode }) {
  const host = useRef<HTMLDivElement>(null);
  const { status, editor, cursor } = useEditor(host);
  const objects = useObjectCount();
  const showCursor = () => editor.current?.showCursor();
  const goTo = (offset: number) => editor.current?.goTo(offset);
  return (
    <section className="editor" aria-labelledby="editor-title">
      <header className="panel-head">
        <h2 id="editor-title">{t('shell.editor.title')}</h2>
        <span className="panel-count">{t('shell.editor.objects', { count: objects })}</span>
        <div className="panel-actions">{actions}</div>
      </header>
      <Broken onGo={goTo} />
      <div className="editor-main">
        <div className="editor-body">
          <div ref={host} className="editor-host" />
          {status !== 'ready' && (
            <p className="editor-wait" role="status">
              {t(status === 'failed' ? 'shell.editor.failed' : 'shell.editor.loading')}
            </p>
          )}
        </div>
        {status === 'ready' && <Causes cursor={cursor} onOpen={showCursor} />}
      </div>
      <NotesList onGo={goTo} />
    </section>
  );
}
