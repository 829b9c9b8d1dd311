import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

export interface TipProps {
  readonly text: string;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and mouse and focus handlers. */
  readonly children: ReactElement;
}

/** A hint for those who see; what it says must be in the element's own name as well. */
export function Tip({ text, side = 'bottom', children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner className="layer" side={side} sideOffset={6}>
          <Tooltip.Popup className="tip">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
