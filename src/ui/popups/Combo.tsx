import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Icon } from '../controls/Icon';
import { type ComboRow, comboRows } from './comboRows';
import { usePlaced } from './usePlaced';

export interface ComboOption {
  /** What stands in the field once it is chosen, and what is searched. */
  readonly value: string;
  readonly content: ReactNode;
  readonly detail?: ReactNode;
  readonly group: string;
  /** Searched as well: an address, a node's name. */
  readonly keywords?: string;
}

export interface ComboProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly ComboOption[];
  readonly placeholder?: string | undefined;
  /** Id of the text that explains what is wrong. */
  readonly errorId?: string | undefined;
  /** Name of the button that opens the suggestions. */
  readonly openLabel: string;
  onChange(value: string): void;
}

const PLACED = { gap: 4, most: 420 };

interface ListProps {
  readonly id: string;
  readonly rows: readonly ComboRow<ComboOption>[];
  readonly active: number;
  onChoose(option: ComboOption): void;
}

function Suggestions({ id, rows, active, onChoose }: ListProps) {
  return rows.map((group, g) => (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
    <div key={group.name} role="group" aria-labelledby={`${id}-group-${g}`}>
      <div id={`${id}-group-${g}`} className="list-heading">
        {group.name}
      </div>
      {group.options.map(({ option, index }) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
        // biome-ignore lint/a11y/useFocusableInteractive: pointed at by aria-activedescendant
        <div
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className="list-item combo-item"
          onClick={() => onChoose(option)}
        >
          <span className="list-text">{option.content}</span>
          {option.detail !== undefined && <span className="menu-detail">{option.detail}</span>}
        </div>
      ))}
    </div>
  ));
}

/** A text field with suggestions: anything may be typed. The keys are those of the ARIA combobox pattern. */
export function Combo(props: ComboProps) {
  const { id, label, value, options, placeholder, errorId, openLabel, onChange } = props;
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [wanted, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { rows, flat } = useMemo(() => comboRows(options, value), [options, value]);
  const open = wanted && flat.length > 0;

  useLayoutEffect(() => {
    if (open) popup.current?.showPopover();
    else popup.current?.hidePopover();
  }, [open]);
  usePlaced(open, field, popup, PLACED);
  useEffect(() => {
    if (open && active >= 0)
      document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [open, active, listId]);

  function show(wish: boolean): void {
    setOpen(wish);
    setActive(-1);
  }
  function choose(option: ComboOption): void {
    onChange(option.value);
    show(false);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const option = open ? flat[active] : undefined;
    if (by !== 0) {
      setOpen(true);
      const from = active < 0 && by < 0 ? flat.length : active;
      setActive((from + by + flat.length) % Math.max(1, flat.length));
    } else if (event.key === 'Enter' && option) choose(option);
    else if (event.key === 'Escape' && open) show(false);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="combo-field">
        <input
          ref={field}
          id={id}
          className="field-input mono"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={listId}
          aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
          autoComplete="off"
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          aria-invalid={errorId !== undefined}
          aria-describedby={errorId}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            show(true);
          }}
          onClick={() => setOpen(true)}
          onKeyDown={onKeyDown}
          onBlur={() => show(false)}
        />
        <button
          type="button"
          className="combo-open"
          aria-label={`${label}: ${openLabel}`}
          tabIndex={-1}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            field.current?.focus();
            show(!open);
          }}
        >
          <Icon name="down" size={12} />
        </button>
      </div>
      <div
        ref={popup}
        id={listId}
        popover="manual"
        role="listbox"
        aria-label={label}
        className="popup layer list-popup combo-popup"
        onMouseDown={(event) => event.preventDefault()}
      >
        {open && <Suggestions id={listId} rows={rows} active={active} onChoose={choose} />}
      </div>
    </>
  );
}
