/** What a picture needs that is not written in it: the page's custom properties, the fonts, and its size in px. */
export interface Look {
  readonly width: number;
  readonly height: number;
  /** Value of a custom property, without its dashes; empty when there is none. */
  variable(name: string): string;
}

const FONTS: Readonly<Record<string, readonly [family: 'sans' | 'mono', weight: number]>> = {
  't-sans': ['sans', 400],
  't-bold': ['sans', 700],
  't-mono': ['mono', 400],
  't-monobold': ['mono', 700],
};

const SHADOW =
  '<filter id="floats" x="-10%" y="-10%" width="120%" height="130%"><feDropShadow dx="0" dy="2" stdDeviation="2.5" flood-opacity="0.16"/></filter>';

const quote = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/**
 * The Map's markup (an `<svg>` element as XML) as a file that needs nothing else: no style sheet, no custom property.
 * Presentation attributes only, so that drawing programs and pages with a strict policy show it too.
 */
export function standalone(markup: string, { width, height, variable }: Look): string {
  const body = markup
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>$/, '')
    .replace(/ (cursor|data-[\w-]+|tabindex|aria-[\w-]+|role|style)="[^"]*"/g, '')
    .replace(/ class="([^"]*)"/g, (_, names: string) => {
      const font = FONTS[names];
      if (font) return ` font-family="${quote(variable(font[0]))}" font-weight="${font[1]}"`;
      return names === 'floats' ? ' filter="url(#floats)"' : '';
    })
    .replace(/var\(--([\w-]+)\)/g, (_, name: string) => quote(variable(name)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<defs>${SHADOW}</defs><rect width="${width}" height="${height}" fill="${variable('stage')}"/>`,
    `${body}</svg>\n`,
  ].join('');
}

/** The picture as it stands, in the theme that the page shows it in: the text of an SVG file. */
export function exportMapSvg(svg: SVGSVGElement): string {
  const { width, height } = svg.getBoundingClientRect();
  const style = getComputedStyle(svg);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  for (const aid of copy.querySelectorAll('[data-aid]')) aid.remove();
  // What is too small to read is not there in the page either.
  if (svg.classList.contains('is-distant'))
    for (const text of copy.querySelectorAll('g:not(.far):not(.farText) > text')) text.remove();
  return standalone(new XMLSerializer().serializeToString(copy), {
    width: Math.round(width),
    height: Math.round(height),
    variable: (name) => style.getPropertyValue(`--${name}`).trim(),
  });
}

/** The same as a PNG, `scale` dots a px. Rejects when the browser cannot draw it. */
export async function exportMapPng(svg: SVGSVGElement, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(exportMapSvg(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture has no size'))),
      'image/png',
    );
  });
}
