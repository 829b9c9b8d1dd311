/** Suggestions that are drawn at once: a large cluster has thousands, and more letters find the rest. */
export const MOST_ROWS = 200;

interface Searched {
  readonly value: string;
  readonly group: string;
  readonly keywords?: string;
}

export interface ComboRow<T> {
  readonly name: string;
  /** With their places in `flat`. */
  readonly options: readonly { readonly option: T; readonly index: number }[];
}

/** Suggestions for a text. One that is chosen already is no search: then everything is offered. */
function matching<T extends Searched>(options: readonly T[], value: string): readonly T[] {
  const text = value.trim().toLowerCase();
  if (options.some((option) => option.value === value)) return options;
  return options.filter((option) => `${option.value} ${option.keywords ?? ''}`.toLowerCase().includes(text));
}

/** What is offered for a text: group by group in the order of their first option, and the same in one list. */
export function comboRows<T extends Searched>(
  options: readonly T[],
  value: string,
): { readonly rows: readonly ComboRow<T>[]; readonly flat: readonly T[] } {
  const groups = new Map<string, T[]>();
  for (const option of matching(options, value).slice(0, MOST_ROWS)) {
    const found = groups.get(option.group);
    if (found) found.push(option);
    else groups.set(option.group, [option]);
  }
  let index = 0;
  const rows = [...groups].map(([name, found]) => ({
    name,
    options: found.map((option) => ({ option, index: index++ })),
  }));
  return { rows, flat: [...groups.values()].flat() };
}
