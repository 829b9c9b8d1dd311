import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../ui/Icon';

export interface TabSpec<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly icon?: IconName;
  readonly content: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly className: string;
  readonly tabs: readonly TabSpec<T>[];
  readonly value: T;
  /** Bar under the views, as on a phone. */
  readonly below?: boolean;
  readonly between?: ReactNode;
  onChange(value: T): void;
}

/** One view at a time. Views that were left are dropped: each finds its state in the store. */
export function Tabs<T extends string>({
  label,
  className,
  tabs,
  value,
  below,
  between,
  onChange,
}: TabsProps<T>) {
  const bar = (
    <Base.List className="tab-bar" aria-label={label}>
      {tabs.map((tab) => (
        <Base.Tab key={tab.id} value={tab.id} className="tab">
          {tab.icon && <Icon name={tab.icon} size={20} />}
          {tab.label}
        </Base.Tab>
      ))}
    </Base.List>
  );
  return (
    <Base.Root className={className} value={value} onValueChange={(next) => onChange(next as T)}>
      {!below && bar}
      {tabs.map((tab) => (
        <Base.Panel key={tab.id} value={tab.id} className="tab-panel" tabIndex={-1}>
          {tab.content}
        </Base.Panel>
      ))}
      {between}
      {below && bar}
    </Base.Root>
  );
}
