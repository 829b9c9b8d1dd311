import {
  type AriaRole,
  type ComponentPropsWithRef,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { usePlaced } from './usePlaced';

export interface PopupProps {
  /** The button that opens and closes it. */
  readonly trigger: ReactElement<ComponentPropsWithRef<'button'>>;
  readonly role: Extract<AriaRole, 'menu' | 'dialog'>;
  readonly className: string;
  /** Named by this element, else by its trigger. */
  readonly labelledBy?: string;
  readonly open: boolean;
  readonly children: ReactNode;
  onOpenChange(open: boolean): void;
  onKeyDown?(event: KeyboardEvent): void;
}

const MENU = { gap: 6, most: 620 };
const DIALOG = { gap: 6, most: 760 };
const FOCUSABLE = 'input, select, textarea, button, a[href], [tabindex]';

/**
 * A popover beside its button: the browser's own, which lies over everything, and closes by Escape and by a press
 * elsewhere. Its first control has the focus while it is open, its button afterwards.
 */
export function Popup(props: PopupProps) {
  const { trigger, role, className, labelledBy, open, children, onOpenChange, onKeyDown } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popup = box.current;
    if (!popup || popup.matches(':popover-open') === open) return;
    if (open) popup.showPopover();
    else popup.hidePopover();
  }, [open]);
  usePlaced(open, button, box, role === 'menu' ? MENU : DIALOG);
  useLayoutEffect(() => {
    if (!open) return;
    const popup = box.current;
    const before = button.current;
    popup?.querySelector<HTMLElement>(FOCUSABLE)?.focus({ preventScroll: true });
    return () => {
      const { activeElement } = document;
      const lost = !activeElement || activeElement === document.body;
      if (lost || popup?.contains(activeElement)) before?.focus({ preventScroll: true });
    };
  }, [open]);
  return (
    <>
      {cloneElement(trigger, {
        ref: button,
        id: `${id}-button`,
        // Tells the browser that a press on it is none "elsewhere"; what the press does is said below.
        popoverTarget: id,
        onClick: (event: MouseEvent) => {
          event.preventDefault();
          onOpenChange(!open);
        },
        'aria-haspopup': role,
        'aria-expanded': open,
      })}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its role is given */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: a menu and a dialog may be named */}
      <div
        ref={box}
        id={id}
        popover="auto"
        role={role}
        aria-labelledby={labelledBy ?? `${id}-button`}
        className={`popup layer ${className}`}
        onToggle={({ newState, target, currentTarget }) => {
          // React hands on what happens to a popover inside as well.
          if (newState === 'closed' && target === currentTarget) onOpenChange(false);
        }}
        onKeyDown={onKeyDown}
      >
        {open && children}
      </div>
    </>
  );
}
