import { Menu as Base } from '@base-ui/react/menu';
import type { HTMLAttributes, ReactElement, ReactNode } from 'react';

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
  readonly trigger: ReactElement<HTMLAttributes<HTMLElement>>;
  /** Groups, with a line between them. */
  readonly groups: readonly (readonly MenuEntry[])[];
}

/** Actions in a list that opens; open as soon as it is there. */
export default function MenuPopup({ trigger, groups }: MenuProps) {
  return (
    <Base.Root modal={false} defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="layer" sideOffset={6} align="start">
          <Base.Popup className="popup menu-popup">
            {groups
              .filter((group) => group.length > 0)
              .map((group, index) => (
                <Base.Group key={group[0]?.id}>
                  {index > 0 && <Base.Separator className="menu-line" />}
                  {group.map((entry) => (
                    <Base.Item
                      key={entry.id}
                      className="list-item menu-item"
                      disabled={entry.disabled ?? false}
                      aria-current={entry.current ? 'true' : undefined}
                      onClick={entry.onSelect}
                    >
                      <span className="list-text">{entry.content}</span>
                      {entry.detail !== undefined && <span className="menu-detail">{entry.detail}</span>}
                    </Base.Item>
                  ))}
                </Base.Group>
              ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
