import { Autocomplete } from '@base-ui/react/autocomplete';
import { type ReactNode, useMemo } from 'react';

export interface ComboOption {
  /** What stands in the field once it is chosen, and what is searched. */
  readonly value: string;
  readonly content: ReactNode;
  readonly detail?: ReactNode;
  readonly group: string;
}

export interface ComboProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly ComboOption[];
  readonly placeholder?: string | undefined;
  /** Id of the text that explains what is wrong. */
  readonly errorId?: string | undefined;
  /** Shown where no suggestion fits; the typed text is taken as it is. */
  readonly empty: string;
  onChange(value: string): void;
}

/** A text field with suggestions: anything may be typed. */
export function Combo(props: ComboProps) {
  const { id, label, value, options, placeholder, errorId, empty, onChange } = props;
  const groups = useMemo(() => {
    const found = new Map<string, ComboOption[]>();
    for (const option of options) found.set(option.group, [...(found.get(option.group) ?? []), option]);
    return [...found].map(([name, items]) => ({ value: name, items }));
  }, [options]);
  // What stands in the field already is no search: then everything is offered.
  const chosen = options.some((option) => option.value === value);
  return (
    <Autocomplete.Root
      items={groups}
      value={value}
      onValueChange={onChange}
      itemToStringValue={(option: ComboOption) => option.value}
      {...(chosen ? { filter: null } : {})}
      openOnInputClick
    >
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <Autocomplete.Input
        id={id}
        className="field-input mono"
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="off"
        aria-invalid={errorId !== undefined}
        aria-describedby={errorId}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="layer" sideOffset={4}>
          <Autocomplete.Popup className="popup list-popup combo-popup">
            <Autocomplete.Empty>
              <div className="list-empty">{empty}</div>
            </Autocomplete.Empty>
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
