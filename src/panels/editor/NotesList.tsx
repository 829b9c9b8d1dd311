import type { Note } from '../../engine';
import { noteText, t } from '../../i18n';
import { useApp } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { Icon } from '../../ui/controls/Icon';

const ORDER = { error: 0, warning: 1, info: 2 } as const;

function Row({ note, onGo }: { note: Note; onGo(offset: number): void }) {
  const { where } = note;
  return (
    <li className={`note note-${note.severity}`}>
      <span className="visually-hidden">{t(`shell.editor.${note.severity}`)}: </span>
      <Icon name={note.severity === 'info' ? 'info' : 'warning'} size={14} />
      <div>
        <AddressText text={noteText(note)} />
        {where && (
          <>
            {' '}
            <button type="button" className="link" onClick={() => onGo(where.from)}>
              {t('shell.editor.line', { line: where.line })}
            </button>
          </>
        )}
      </div>
    </li>
  );
}

/** All that is to be said about the text: what is wrong, what is not simulated, what was assumed. */
export function NotesList({ onGo }: { onGo(offset: number): void }) {
  const notes = useApp((s) => s.notes);
  if (notes.length === 0) return null;
  const sorted = notes.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  return (
    <details className="notes">
      <summary className="notes-head">
        <Icon name="right" size={12} />
        {t('shell.editor.notes', { count: notes.length })}
      </summary>
      <ul className="notes-list">
        {sorted.map((note, i) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: notes have no identity beyond their place
            key={`${note.code} ${i}`}
            note={note}
            onGo={onGo}
          />
        ))}
      </ul>
    </details>
  );
}
