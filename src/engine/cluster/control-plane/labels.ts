import type { LabelSelector } from '../api';

type Labels = Readonly<Record<string, string>>;

/** What a Service's selector picks: all labels must match; an empty selector is none at all and picks nothing. */
export function selects(selector: Labels | undefined): (labels: Labels) => boolean {
  const wanted = Object.entries(selector ?? {});
  const [first, ...others] = wanted;
  if (!first) return () => false;
  const [key, value] = first;
  return (labels) => labels[key] === value && others.every(([k, v]) => labels[k] === v);
}

/** Does a workload's selector match (metav1.LabelSelectorAsSelector)? All labels and all expressions must. */
export function matchesSelector({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  const wanted = Object.entries(matchLabels ?? {});
  const expressions = matchExpressions ?? [];
  if (wanted.length + expressions.length === 0) return false;
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      if (operator === 'In') return value !== undefined && values.includes(value);
      return value === undefined || !values.includes(value);
    })
  );
}
