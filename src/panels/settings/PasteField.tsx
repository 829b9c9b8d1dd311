import { type DragEvent, type ReactNode, useId } from 'react';

interface PasteFieldProps {
  readonly label: string;
  readonly rows: number;
  readonly text: string;
  readonly wrong?: boolean;
  /** How it was read; announced when it changes. */
  readonly status: ReactNode;
  /** Stands below what was read. */
  readonly more?: ReactNode;
  readonly hint: string;
  /** Buttons. */
  readonly children: ReactNode;
  onText(text: string): void;
}

/** A place for a file's text, pasted or dropped: its name, how it was read, and what can be done with it. */
export function PasteField(props: PasteFieldProps) {
  const { label, rows, text, wrong, status, more, hint, children, onText } = props;
  const id = useId();
  const onDrop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void file.text().then(onText);
  };
  return (
    <>
      <label className="setting-name" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className="field-input mono"
        rows={rows}
        value={text}
        spellCheck={false}
        wrap="off"
        aria-invalid={wrong}
        aria-describedby={`${id}-status ${id}-hint`}
        onChange={(event) => onText(event.target.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
      />
      <div id={`${id}-status`} role="status">
        {status}
      </div>
      {more}
      <p className="setting-hint" id={`${id}-hint`}>
        {hint}
      </p>
      <div className="settings-buttons">{children}</div>
    </>
  );
}
