import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Tip } from '../popups/Tooltip';
import { Icon, type IconName } from './Icon';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `ink`: the one main action of its place; `plain`: no outline until it is pointed at. */
  readonly look?: 'outline' | 'ink' | 'plain';
  readonly icon?: IconName;
}

export function Button({ look = 'outline', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={['button', `button-${look}`, className].filter(Boolean).join(' ')}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  /** The name, spoken and shown as a tip. */
  readonly label: string;
  readonly icon: IconName | ReactNode;
  /** The key that does the same. */
  readonly shortcut?: string;
}

/** A control that is only a sign: named for everyone. */
export function IconButton({ label, icon, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Tip text={shortcut === undefined ? label : `${label} (${shortcut})`}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={shortcut}
        className={['icon-button', className].filter(Boolean).join(' ')}
        {...rest}
      >
        {typeof icon === 'string' ? <Icon name={icon as IconName} /> : icon}
      </button>
    </Tip>
  );
}
