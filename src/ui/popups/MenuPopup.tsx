import {
  type ComponentPropsWithRef,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from 'react';
import { Popup } from './Popup';

export interface MenuEntry {
  readonly id: string;
  readonly content: ReactNode;
  /** A smaller second line. */
  readonly detail?: ReactNode;
  /** Stands for what is open now. */
  readonly current?: boolean;
  readonly disabled?: boolean;
  onSelect(): void;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<ComponentPropsWithRef<'button'>>;
  /** Groups, with a line between them. */
  readonly groups: readonly (readonly MenuEntry[])[];
}

/** Which entry a key leads to, of these names in a ring; undefined where the key is none of the menu's. */
export function nextEntry(names: readonly string[], at: number, key: string): number | undefined {
  const count = names.length;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (Math.max(at, 0) + count - 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return undefined;
  const ring = names.map((_, i) => (at + 1 + i) % count);
  return ring.find((i) => names[i]?.toLowerCase().startsWith(key.toLowerCase()));
}

/** Actions in a list that opens; open as soon as it is there. The keys are those of the ARIA menu pattern. */
export default function MenuPopup({ trigger, groups }: MenuProps) {
  const [open, setOpen] = useState(true);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Tab') setOpen(false);
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = nextEntry(
      items.map((item) => item.textContent ?? ''),
      at,
      event.key,
    );
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }

  function choose(entry: MenuEntry): void {
    if (entry.disabled) return;
    setOpen(false);
    entry.onSelect();
  }

  return (
    <Popup
      trigger={trigger}
      role="menu"
      className="menu-popup"
      open={open}
      onOpenChange={setOpen}
      onKeyDown={onKeyDown}
    >
      {groups
        .filter((group) => group.length > 0)
        .map((group, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a menu
          <div key={group[0]?.id} role="group" className={index > 0 ? 'menu-group' : undefined}>
            {group.map((entry) => (
              <button
                key={entry.id}
                type="button"
                role="menuitem"
                tabIndex={-1}
                className="list-item menu-item"
                aria-disabled={entry.disabled ?? false}
                aria-current={entry.current ? 'true' : undefined}
                onClick={() => choose(entry)}
              >
                <span className="list-text">{entry.content}</span>
                {entry.detail !== undefined && <span className="menu-detail">{entry.detail}</span>}
              </button>
            ))}
          </div>
        ))}
    </Popup>
  );
}
