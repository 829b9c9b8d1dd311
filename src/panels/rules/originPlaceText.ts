import { type Cluster, originOf, originPlace, pathText, type Rule } from '../../engine';
import { t } from '../../i18n';

/** Longer values are left to the text itself. */
const VALUE_CHARS = 32;

export interface PlaceText {
  /** From 1; absent where no line of the text is the cause. */
  readonly line?: number;
  readonly text: string;
  /** The object that the line belongs to. */
  readonly object?: string;
}

/** `8080` of `port: 8080`; nothing where the value is long, or of more than one line. */
function valueIn(written: string): string {
  const value = written.replace(/^[^\s:]+:(\s+|$)/, '').trim();
  return value === '' || value.length > VALUE_CHARS || value.includes('\n') ? '' : value;
}

/** flannel signs its rules. */
const isFlannels = ({ matches }: Rule): boolean =>
  matches.some((match) => match.kind === 'comment' && match.text.startsWith('flanneld '));

/** Where in the text a rule comes from: its line and field; or, in words, why there is no such line. */
export function placeText(cluster: Cluster, rule: Rule): PlaceText {
  const place = originPlace(cluster, rule);
  if (place) {
    const { range, path, object } = place;
    const written = cluster.texts
      ?.find(({ name }) => name === range.source)
      ?.text.slice(range.from, range.to);
    const field = [pathText(path), valueIn(written ?? '')].filter(Boolean).join(': ');
    return {
      line: range.line,
      text: t('panels.rules.place', { line: range.line, field }),
      object: `${object.kind} ${object.name}`,
    };
  }
  const origin = originOf(rule);
  if (!origin) return { text: t(isFlannels(rule) ? 'panels.rules.notProxy' : 'panels.rules.nodesOwn') };
  if (origin.object.kind !== 'KubeProxyConfiguration') return { text: t('panels.rules.noLine') };
  const [setting] = origin.path;
  if (setting === undefined || setting === 'mode') return { text: t('panels.rules.always') };
  const value = origin.value === undefined || origin.value === '[]' ? t('panels.rules.unset') : origin.value;
  return { text: t('panels.rules.setting', { setting: pathText(origin.path), value }) };
}
