import type { ReactNode } from 'react';

/** Icons say what a control does: 16 px grid, 1.5 px stroke, round caps, no fill but play. */
export type IconName =
  | 'file'
  | 'panel'
  | 'steps'
  | 'share'
  | 'download'
  | 'present'
  | 'sun'
  | 'moon'
  | 'help'
  | 'undo'
  | 'redo'
  | 'reset'
  | 'close'
  | 'fold-left'
  | 'fold-right'
  | 'down'
  | 'right'
  | 'plus'
  | 'minus'
  | 'fit'
  | 'map'
  | 'rules'
  | 'open'
  | 'dice'
  | 'play'
  | 'pause'
  | 'first'
  | 'last'
  | 'back'
  | 'step'
  | 'over'
  | 'into'
  | 'out'
  | 'flag'
  | 'search'
  | 'info'
  | 'warning'
  | 'check'
  | 'copy'
  | 'settings'
  | 'fault'
  | 'more';

const shapes: Record<IconName, ReactNode> = {
  file: <path d="M9.2 1.9H4.6a1 1 0 0 0-1 1v10.2a1 1 0 0 0 1 1h6.8a1 1 0 0 0 1-1V5.2ZM9.2 1.9v3.3h3.2" />,
  panel: <path d="M3 2.8h10a1 1 0 0 1 1 1v8.4a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1ZM6 3v10" />,
  steps: <path d="M6 4h7.5M6 8h7.5M6 12h7.5M2.6 4h.01M2.6 8h.01M2.6 12h.01" />,
  present: <path d="M1.8 2.8h12.4M3 2.8v7.4h10V2.8M8 10.2v3.2M5.2 13.6h5.6" />,
  share: <path d="M8 10V2m0 0L5.2 4.8M8 2l2.8 2.8M5 7H3.4v6.6h9.2V7H11" />,
  download: <path d="M8 2v8m0 0L5.2 7.2M8 10l2.8-2.8M3.4 10.6v3h9.2v-3" />,
  sun: (
    <path d="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.4v1.2M8 13.4v1.2M1.4 8h1.2M13.4 8h1.2M3.3 3.3l.9.9M11.8 11.8l.9.9M3.3 12.7l.9-.9M11.8 4.2l.9-.9" />
  ),
  moon: <path d="M13.6 9.6A6 6 0 0 1 6.4 2.4a6 6 0 1 0 7.2 7.2Z" />,
  help: <path d="M5.8 5.8A2.3 2.3 0 1 1 9.2 8C8.4 8.5 8 8.9 8 9.8M8 12.6h.01" />,
  undo: <path d="M5.4 3 2.6 5.8l2.8 2.8M2.8 5.8h6.4a3.8 3.8 0 0 1 0 7.6H6" />,
  redo: <path d="m10.6 3 2.8 2.8-2.8 2.8M13.2 5.8H6.8a3.8 3.8 0 0 0 0 7.6H10" />,
  reset: <path d="M2.8 8a5.2 5.2 0 1 0 1.7-3.9M2.6 2.2v3.2h3.2" />,
  close: <path d="m3.8 3.8 8.4 8.4m0-8.4-8.4 8.4" />,
  'fold-left': <path d="M9.8 3.4 5.2 8l4.6 4.6" />,
  'fold-right': <path d="M6.2 3.4 10.8 8l-4.6 4.6" />,
  down: <path d="M3.6 6 8 10.4 12.4 6" />,
  right: <path d="M6 3.6 10.4 8 6 12.4" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  fit: <path d="M9.6 2.4h4v4M6.4 13.6h-4v-4M13.4 2.6 9.4 6.6M2.6 13.4l4-4" />,
  map: <path d="m1.8 4 4-1.8 4.4 1.8 4-1.8v9.8l-4 1.8-4.4-1.8-4 1.8ZM5.8 2.4v9.4M10.2 4.2v9.4" />,
  rules: <path d="M2 2.8h12v10.4H2ZM6 2.8v10.4M10 2.8v10.4" />,
  open: <path d="M6.6 3.4H3.2v9.4h9.4V9.4M9.4 2.6h4v4M13.2 2.8 7.6 8.4" />,
  dice: (
    <path d="M3.8 2.2h8.4a1.6 1.6 0 0 1 1.6 1.6v8.4a1.6 1.6 0 0 1-1.6 1.6H3.8a1.6 1.6 0 0 1-1.6-1.6V3.8a1.6 1.6 0 0 1 1.6-1.6ZM5.4 5.4h.01M10.6 10.6h.01M10.6 5.4h.01M5.4 10.6h.01M8 8h.01" />
  ),
  play: <path d="M5 3.2v9.6L12.6 8Z" fill="currentColor" />,
  pause: <path d="M5.4 3.4v9.2M10.6 3.4v9.2" strokeWidth="2.2" />,
  first: <path d="M3.4 3.4v9.2M12.4 3.6v8.8L5.8 8Z" />,
  last: <path d="M12.6 3.4v9.2M3.6 3.6v8.8L10.2 8Z" />,
  back: <path d="M10.8 3.8v8.4L4.8 8Z" />,
  step: <path d="M5.2 3.8v8.4L11.2 8Z" />,
  over: <path d="M2.6 8.8a5.4 5.4 0 0 1 10.2-2.4M13.2 2.8v3.8H9.4M8 12.6h.01" strokeLinejoin="round" />,
  into: <path d="M8 1.8v7M5 6 8 9l3-3M8 13h.01" strokeLinejoin="round" />,
  out: <path d="M8 9.2v-7M5 5l3-3 3 3M8 13h.01" strokeLinejoin="round" />,
  flag: <path d="M3.6 14V2.4h8.8l-2 3.2 2 3.2H3.8" />,
  search: <path d="M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6ZM10.6 10.6l3.4 3.4" />,
  info: <path d="M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 7.4v3.6M8 4.9h.01" />,
  warning: <path d="M8 2.2 14.4 13H1.6ZM8 6.4v3M8 11.2h.01" />,
  check: <path d="m2.8 8.6 3.4 3.6 7-8.6" />,
  more: <path d="M3.4 8h.01M8 8h.01M12.6 8h.01" strokeWidth="2.4" />,
  settings: (
    <path d="M2 4.6h5.4M11.4 4.6H14M2 11.4h2.6M8.6 11.4H14M9.4 2.7a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8ZM6.6 9.5a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8Z" />
  ),
  fault: <path d="M9.2 1.8 3.4 9.2h3.8l-.6 5 6-7.6H8.6Z" />,
  copy: <path d="M5.6 5.6h7.6v8H5.6ZM10.4 5.4V2.6H2.8v8h2.6" />,
};

export interface IconProps {
  readonly name: IconName;
  /** px. */
  readonly size?: number;
}

/** Silent: the control around it carries the name. */
export function Icon({ name, size = 16 }: IconProps) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}
