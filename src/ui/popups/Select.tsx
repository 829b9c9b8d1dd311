import { useId, useMemo } from 'react';
import { Icon } from '../controls/Icon';

export interface SelectOption<T extends string | number> {
  readonly value: T;
  readonly text: string;
}

export interface SelectProps<T extends string | number> {
  readonly label: string;
  /** Show the label above; otherwise it is only spoken. */
  readonly showLabel?: boolean;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly className?: string;
  onChange(value: T): void;
}

/** One of a list that opens: the browser's own, which every phone and reader knows. */
export function Select<T extends string | number>(props: SelectProps<T>) {
  const { label, showLabel = false, value, options, className, onChange } = props;
  const id = useId();
  const choose = (text: string) => {
    const option = options.find((candidate) => String(candidate.value) === text);
    if (option) onChange(option.value);
  };
  const list = useMemo(
    () =>
      options.map((option) => (
        <option key={option.value} value={String(option.value)}>
          {option.text}
        </option>
      )),
    [options],
  );
  return (
    <div className={className === undefined ? 'select' : `select ${className}`}>
      <label className={showLabel ? 'field-label' : 'visually-hidden'} htmlFor={id}>
        {label}
      </label>
      <span className="select-box">
        <select id={id} value={String(value)} onChange={(event) => choose(event.target.value)}>
          {list}
        </select>
        <Icon name="down" size={12} />
      </span>
    </div>
  );
}
