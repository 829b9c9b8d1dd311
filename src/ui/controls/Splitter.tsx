import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export interface SplitterProps {
  readonly label: string;
  /** Width of the panel beside it, or height of the one below, px, and its bounds. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** Where that panel stands. */
  readonly panel: 'left' | 'right' | 'below';
  onResize(size: number): void;
  /** Double click, or Enter: as it was. */
  onReset(): void;
}

/** px a key press. */
const KEY_STEP = 16;

/** The line between two panels: drag it, or move it with the arrow keys. */
export function Splitter({ label, size, min, max, panel, onResize, onReset }: SplitterProps) {
  const drag = useRef<{ at: number; size: number } | undefined>(undefined);
  const sign = panel === 'left' ? 1 : -1;
  const level = panel === 'below';
  const place = (event: PointerEvent) => (level ? event.clientY : event.clientX);
  const resize = (next: number) => onResize(Math.round(Math.max(min, Math.min(next, max))));

  function onPointerDown(event: PointerEvent<HTMLHRElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { at: place(event), size };
  }
  function onPointerMove(event: PointerEvent): void {
    if (drag.current) resize(drag.current.size + sign * (place(event) - drag.current.at));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const to: Record<string, number> = {
      [level ? 'ArrowUp' : 'ArrowLeft']: size - sign * KEY_STEP,
      [level ? 'ArrowDown' : 'ArrowRight']: size + sign * KEY_STEP,
      Home: min,
      End: max,
    };
    const next = to[event.key];
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === undefined) onReset();
    else resize(next);
  }
  const onPointerEnd = () => {
    drag.current = undefined;
  };
  return (
    <hr
      className={`splitter splitter-${panel}`}
      tabIndex={0}
      aria-label={label}
      aria-orientation={level ? 'horizontal' : 'vertical'}
      aria-valuenow={Math.round(size)}
      aria-valuemin={min}
      aria-valuemax={Math.max(min, Math.round(max))}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
    />
  );
}
