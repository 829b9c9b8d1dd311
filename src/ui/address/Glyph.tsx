import { memo, type ReactNode } from 'react';
import type { AddressKind } from '../../engine';
import { ADDRESS_SHAPES } from './glyphShapes';

/** Kinds of address first, then what happened at a rule. Colour is never alone: each meaning has its own shape. */
export type GlyphName =
  | 'cluster'
  | 'node'
  | 'pod'
  | 'outside'
  | 'check'
  | 'cross'
  | 'chevron'
  | 'drop'
  | 'reject'
  | 'answer'
  | 'die'
  | 'flag'
  | 'flag-off';

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.4, strokeLinecap: 'round' } as const;

function address(kind: AddressKind): ReactNode {
  const { d, fill, dash } = ADDRESS_SHAPES[kind];
  if (fill) return <path fill="currentColor" d={d} />;
  return <path {...stroke} d={d} strokeLinejoin="round" strokeLinecap="butt" strokeDasharray={dash} />;
}

/** Drawn on a 12 x 12 grid. */
const shapes: Record<GlyphName, ReactNode> = {
  cluster: address('cluster'),
  node: address('node'),
  pod: address('pod'),
  outside: address('outside'),
  check: <path {...stroke} strokeLinejoin="round" d="m1.8 6.6 2.7 2.9 5.7-7" />,
  cross: <path {...stroke} d="m2.4 2.4 7.2 7.2m0-7.2L2.4 9.6" />,
  chevron: <path {...stroke} strokeLinejoin="round" d="m4.2 2.4 3.6 3.6-3.6 3.6" />,
  drop: (
    <>
      <path fill="currentColor" d="M3.6.2h4.8l3.4 3.4v4.8l-3.4 3.4H3.6L.2 8.4V3.6Z" />
      <path fill="none" stroke="var(--onink)" strokeWidth="1.6" strokeLinecap="round" d="M3 6h6" />
    </>
  ),
  reject: (
    <>
      <path fill="currentColor" d="M3.6.2h4.8l3.4 3.4v4.8l-3.4 3.4H3.6L.2 8.4V3.6Z" />
      <path
        fill="none"
        stroke="var(--onink)"
        strokeWidth="1.6"
        strokeLinecap="round"
        d="m3.9 3.9 4.2 4.2m0-4.2L3.9 8.1"
      />
    </>
  ),
  answer: (
    <path {...stroke} strokeLinejoin="round" d="M4.2 1.8 1.4 4.6l2.8 2.8M1.6 4.6h5.6a3 3 0 0 1 0 6H6" />
  ),
  flag: <path {...stroke} strokeLinejoin="round" fill="currentColor" d="M2.2 11.2V1.2h8L8.4 4l1.8 2.8h-8" />,
  'flag-off': <path {...stroke} strokeLinejoin="round" d="M2.2 11.2V1.2h8L8.4 4l1.8 2.8h-8" />,
  die: (
    <g {...stroke}>
      <rect x="1.2" y="1.2" width="9.6" height="9.6" rx="1.8" />
      <path d="M4 4h.01M8 8h.01M8 4h.01M4 8h.01" strokeWidth="1.7" />
    </g>
  ),
};

export interface GlyphProps {
  readonly name: GlyphName;
  /** px; 9 to 14. */
  readonly size?: number;
  readonly className?: string;
  /** Spoken instead of the shape; without it the glyph is silent and a word must stand beside it. */
  readonly label?: string;
}

/** A drawn sign of 9-14 px in the colour of its text. */
export const Glyph = memo(function Glyph({ name, size = 10, className, label }: GlyphProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: the label, where there is one, is an aria-label
    <svg
      className={className === undefined ? 'glyph' : `glyph ${className}`}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {shapes[name]}
    </svg>
  );
});
