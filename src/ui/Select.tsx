import { Select as Base } from '@base-ui/react/select';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

export interface SelectOption<T extends string | number> {
  readonly value: T;
  /** Spoken, and matched when a letter is typed. */
  readonly text: string;
  /** Drawn instead of the text. */
  readonly content?: ReactNode;
}

export interface SelectProps<T extends string | number> {
  readonly label: string;
  /** Show the label above; otherwise it is only spoken. */
  readonly showLabel?: boolean;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly side?: 'top' | 'bottom';
  readonly className?: string;
  onChange(value: T): void;
}

/** One of a list that opens. */
export function Select<T extends string | number>(props: SelectProps<T>) {
  const { label, showLabel = false, value, options, side = 'bottom', className, onChange } = props;
  const current = options.find((option) => option.value === value);
  return (
    <Base.Root
      items={options.map((option) => ({ value: option.value, label: option.text }))}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next as T);
      }}
      modal={false}
    >
      {showLabel && <Base.Label className="field-label">{label}</Base.Label>}
      <Base.Trigger
        className={['button', 'select-trigger', className].filter(Boolean).join(' ')}
        {...(showLabel ? {} : { 'aria-label': label })}
      >
        <Base.Value>{() => current?.content ?? current?.text ?? String(value)}</Base.Value>
        <Base.Icon className="select-icon">
          <Icon name="down" size={12} />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="layer" side={side} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="popup list-popup">
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className="list-item">
                  <Base.ItemIndicator className="list-mark">
                    <Icon name="check" size={12} />
                  </Base.ItemIndicator>
                  <Base.ItemText className="list-text">{option.content ?? option.text}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
