import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export interface SplitterProps {
  readonly label: string;
  /** Width of the panel beside it, px, and its bounds. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** Where that panel stands. */
  readonly panel: 'left' | 'right';
  onResize(size: number): void;
  /** Double click. */
  onReset(): void;
}

/** px a key press. */
const KEY_STEP = 16;

/** The line between two columns: drag it, or move it with the arrow keys. */
export function Splitter({ label, size, min, max, panel, onResize, onReset }: SplitterProps) {
  const drag = useRef<{ x: number; size: number } | undefined>(undefined);
  const sign = panel === 'left' ? 1 : -1;
  const resize = (next: number) => onResize(Math.round(Math.max(min, Math.min(next, max))));

  function onPointerDown(event: PointerEvent<HTMLHRElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, size };
  }
  function onPointerMove(event: PointerEvent): void {
    if (drag.current) resize(drag.current.size + sign * (event.clientX - drag.current.x));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const to: Record<string, number> = {
      ArrowLeft: size - sign * KEY_STEP,
      ArrowRight: size + sign * KEY_STEP,
      Home: min,
      End: max,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  }
  const onPointerEnd = () => {
    drag.current = undefined;
  };
  return (
    <hr
      className={`splitter splitter-${panel}`}
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
    />
  );
}
