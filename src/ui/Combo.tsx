import { Autocomplete } from '@base-ui/react/autocomplete';
import { type ReactNode, useMemo, useState } from 'react';
import { Icon } from './Icon';

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

/** Suggestions for a text. One that is chosen already is no search: then everything is offered. */
function matching(options: readonly ComboOption[], value: string): readonly ComboOption[] {
  const text = value.trim().toLowerCase();
  if (options.some((option) => option.value === value)) return options;
  return options.filter((option) => `${option.value} ${option.keywords ?? ''}`.toLowerCase().includes(text));
}

function grouped(options: readonly ComboOption[]): { value: string; items: ComboOption[] }[] {
  const found = new Map<string, ComboOption[]>();
  for (const option of options) found.set(option.group, [...(found.get(option.group) ?? []), option]);
  return [...found].map(([value, items]) => ({ value, items }));
}

/** A text field with suggestions: anything may be typed. */
export function Combo(props: ComboProps) {
  const { id, label, value, options, placeholder, errorId, openLabel, onChange } = props;
  const [open, setOpen] = useState(false);
  const groups = useMemo(() => grouped(matching(options, value)), [options, value]);
  return (
    <Autocomplete.Root
      items={groups}
      value={value}
      onValueChange={onChange}
      itemToStringValue={(option: ComboOption) => option.value}
      filter={null}
      open={open && groups.length > 0}
      onOpenChange={setOpen}
      openOnInputClick
    >
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <Autocomplete.InputGroup className="combo-field">
        <Autocomplete.Input
          id={id}
          className="field-input mono"
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          aria-invalid={errorId !== undefined}
          aria-describedby={errorId}
        />
        <Autocomplete.Trigger className="combo-open" aria-label={`${label}: ${openLabel}`} tabIndex={-1}>
          <Icon name="down" size={12} />
        </Autocomplete.Trigger>
      </Autocomplete.InputGroup>
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="layer" sideOffset={4}>
          <Autocomplete.Popup className="popup list-popup combo-popup">
            <Autocomplete.List className="combo-list">
              {(group: { value: string; items: ComboOption[] }) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="list-heading">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(option: ComboOption) => (
                      <Autocomplete.Item key={option.value} value={option} className="list-item combo-item">
                        <span className="list-text">{option.content}</span>
                        {option.detail !== undefined && <span className="menu-detail">{option.detail}</span>}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
