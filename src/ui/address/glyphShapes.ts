import type { AddressKind } from '../../engine';

/** Outlines of the address glyphs on a 12 x 12 grid, for places that draw without React. */
export const ADDRESS_SHAPES: Record<
  AddressKind,
  { readonly d: string; readonly fill: boolean; readonly dash?: string }
> = {
  cluster: { d: 'M6 .9 11.1 6 6 11.1.9 6Z', fill: false, dash: '2.3 1.3' },
  node: {
    d: 'M2.8 1.7h6.4a1.6 1.6 0 0 1 1.6 1.6v5.4a1.6 1.6 0 0 1-1.6 1.6H2.8a1.6 1.6 0 0 1-1.6-1.6V3.3a1.6 1.6 0 0 1 1.6-1.6ZM1.4 7.2h9.2',
    fill: false,
  },
  pod: { d: 'M6 .6 10.7 3.3v5.4L6 11.4 1.3 8.7V3.3Z', fill: true },
  outside: { d: 'M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z', fill: false },
};

const SVG = 'http://www.w3.org/2000/svg';

/** The glyph as an SVG element in the colour of its text. */
export function addressGlyph(kind: AddressKind, size: number): SVGSVGElement {
  const { d, fill, dash } = ADDRESS_SHAPES[kind];
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('width', String(size));
  svg.setAttribute('height', String(size));
  svg.setAttribute('viewBox', '0 0 12 12');
  svg.setAttribute('aria-hidden', 'true');
  const path = svg.appendChild(document.createElementNS(SVG, 'path'));
  path.setAttribute('d', d);
  path.setAttribute('fill', fill ? 'currentColor' : 'none');
  if (!fill) {
    path.setAttribute('stroke', 'currentColor');
    path.setAttribute('stroke-width', '1.4');
  }
  if (dash !== undefined) path.setAttribute('stroke-dasharray', dash);
  return svg;
}
