import { type PointerEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../../i18n';
import { IconButton } from '../controls/Button';

export interface DialogProps {
  readonly title: ReactNode;
  readonly className: string;
  /** Name of the button that closes it. */
  readonly closeLabel?: string;
  readonly children: ReactNode;
  /** Closed by its button, by Escape, or by a press beside it. */
  onClose(): void;
}

const contains = ({ left, right, top, bottom }: DOMRect, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

/** A modal dialog, open while it is there: the browser's own, which holds the focus and gives it back. */
export function Dialog({ title, className, closeLabel, children, onClose }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    if (!dialog.current?.open) dialog.current?.showModal();
    return () => {
      // Gone without having been closed: the browser gives the focus back only then.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onPointerDown = (event: PointerEvent<HTMLDialogElement>) => {
    const { target, currentTarget, clientX, clientY } = event;
    if (target === currentTarget && !contains(currentTarget.getBoundingClientRect(), clientX, clientY))
      currentTarget.close();
  };
  return (
    <dialog
      ref={dialog}
      className={`popup dialog ${className}`}
      aria-labelledby={id}
      onClose={({ target, currentTarget }) => target === currentTarget && onClose()}
      onPointerDown={onPointerDown}
    >
      <div className="dialog-head">
        <h2 id={id} className="dialog-title">
          {title}
        </h2>
        <IconButton
          icon="close"
          label={closeLabel ?? t('shell.help.close')}
          onClick={() => dialog.current?.close()}
        />
      </div>
      {children}
    </dialog>
  );
}
