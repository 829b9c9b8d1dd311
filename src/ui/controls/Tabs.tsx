import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { Icon, type IconName } from './Icon';

export interface TabSpec<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly icon?: IconName;
  readonly count?: number;
  readonly content: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly className: string;
  readonly tabs: readonly TabSpec<T>[];
  readonly value: T;
  /** Bar under the view, as on a phone. */
  readonly below?: boolean;
  /** Stands between view and bar. */
  readonly between?: ReactNode;
  onChange(value: T): void;
}

const STEP: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -1e3, End: 1e3 };

/** One view at a time. A view that is left is dropped: it finds its state in the store. */
export function Tabs<T extends string>(props: TabsProps<T>) {
  const { label, className, tabs, value, below = false, between, onChange } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = Math.max(
    0,
    tabs.findIndex((tab) => tab.id === value),
  );

  function onKeyDown(event: KeyboardEvent): void {
    const by = STEP[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(current + by, tabs.length - 1));
    const tab = tabs[next];
    if (!tab) return;
    onChange(tab.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  }

  const bar = (
    <div ref={list} className="tab-bar" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab, i) => (
        <button
          key={tab.id}
          id={`${id}-${tab.id}`}
          type="button"
          role="tab"
          className="tab"
          aria-selected={i === current}
          aria-controls={`${id}-view`}
          tabIndex={i === current ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          {tab.icon && <Icon name={tab.icon} size={20} />}
          {tab.label}
          {tab.count !== undefined && tab.count > 0 && <span className="tab-count">{tab.count}</span>}
        </button>
      ))}
    </div>
  );
  return (
    <div className={className}>
      {!below && bar}
      <div
        key={tabs[current]?.id}
        id={`${id}-view`}
        className="tab-panel"
        role="tabpanel"
        aria-labelledby={`${id}-${tabs[current]?.id}`}
      >
        {tabs[current]?.content}
      </div>
      {between}
      {below && bar}
    </div>
  );
}
