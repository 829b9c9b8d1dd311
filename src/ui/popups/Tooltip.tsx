import { cloneElement, type ReactElement } from 'react';

export interface TipProps {
  readonly text: string;
  /** One element; what the tip says must be in its own name as well. */
  readonly children: ReactElement<{ title?: string }>;
}

/** A hint for those who point: the browser's own, which costs nothing and can be dismissed. */
export function Tip({ text, children }: TipProps) {
  return cloneElement(children, { title: text });
}
