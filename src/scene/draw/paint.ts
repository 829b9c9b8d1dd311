import { type Selection as D3Selection, select } from 'd3';
import type { Selection } from '../model';
import type { Mark } from './mark';

export type Layer = D3Selection<SVGGElement, unknown, null, undefined>;

const SVG = 'http://www.w3.org/2000/svg';
/** What an element shows now, so that unchanged attributes are not written again. */
const shown = new WeakMap<Element, Mark>();

export function layer(parent: Layer, name: string): Layer {
  return parent.append('g').attr('class', name);
}

/** By layer: its elements by tag and key. */
const elements = new WeakMap<Element, Map<string, SVGElement>>();

/**
 * Makes a layer show exactly these marks, in this order. By hand, since it runs for some hundred marks in each frame, and
 * mostly the elements are there already, in their order.
 */
export function paint(into: Layer, marks: readonly Mark[], onSelect?: (what: Selection) => void): void {
  const parent = into.node();
  if (!parent) return;
  const before = elements.get(parent);
  const after = new Map<string, SVGElement>();
  for (const mark of marks) {
    const id = `${mark.tag} ${mark.key}`;
    const element = before?.get(id) ?? document.createElementNS(SVG, mark.tag);
    apply(element, mark, onSelect);
    after.set(id, element);
  }
  before?.forEach((element, id) => {
    if (!after.has(id)) element.remove();
  });
  let next = parent.firstChild;
  for (const element of after.values()) {
    if (element === next) next = next.nextSibling;
    else parent.insertBefore(element, next);
  }
  elements.set(parent, after);
}

function apply(element: SVGElement, mark: Mark, onSelect: ((what: Selection) => void) | undefined): void {
  const before = shown.get(element);
  if (before === mark) return;
  for (const name of Object.keys(before?.attrs ?? {})) {
    if (!(name in mark.attrs)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(mark.attrs)) {
    if (before?.attrs[name] !== value) element.setAttribute(name, String(value));
  }
  if (before?.text !== mark.text || before?.title !== mark.title) fill(element, mark);
  if (mark.select && onSelect) {
    const what = mark.select;
    element.setAttribute('cursor', 'pointer');
    element.onclick = () => onSelect(what);
  } else if (before?.select) {
    element.removeAttribute('cursor');
    element.onclick = null;
  }
  shown.set(element, mark);
}

function fill(element: SVGElement, mark: Mark): void {
  element.textContent = mark.text ?? '';
  if (mark.title === undefined) return;
  const title = document.createElementNS(SVG, 'title');
  title.textContent = mark.title;
  element.append(title);
}

export function rootLayer(svg: SVGSVGElement): Layer {
  return select(svg).append('g').attr('class', 'camera');
}
