import { useMemo } from 'react';
import type { TcpFlag } from '../../engine';
import { t } from '../../i18n';
import type { SendSettings } from '../../state/session/model';
import { splitSender } from '../../state/session/packet';
import { useApp } from '../../state/store';
import { Select, type SelectOption } from '../../ui/popups/Select';
import { isBalanced } from './options';

export interface Part {
  readonly draft: SendSettings;
  change(part: Partial<SendSettings>): void;
}

const ANY = '';

/** Which node the load balancer takes; only where it has a say. */
export function Via({ draft, change }: Part) {
  const cluster = useApp((s) => s.cluster);
  const { machine } = splitSender(draft.from);
  const balanced = useMemo(() => isBalanced(cluster, draft.to, machine), [cluster, draft.to, machine]);
  if (!balanced) return null;
  const options: SelectOption<string>[] = [
    { value: ANY, text: t('send.viaRandom') },
    ...cluster.nodes.map(({ name }) => ({ value: name, text: t('send.forced', { endpoint: name }) })),
  ];
  return (
    <Select
      label={t('send.via')}
      showLabel
      value={draft.via ?? ANY}
      options={options}
      onChange={(value) => change({ via: value === ANY ? undefined : value })}
    />
  );
}

interface CheckProps {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  onChange(on: boolean): void;
}

export function Check({ label, hint, checked, onChange }: CheckProps) {
  return (
    <label className="send-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label} <span className="send-hint">{hint}</span>
      </span>
    </label>
  );
}

/** What may be typed into a number's field: nothing, or a number between these. */
export const inRange = (text: string, least: number, most: number): boolean =>
  text === '' || (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most);

export const SIZES = [28, 65_535] as const;
export const TTLS = [1, 255] as const;

interface NumberFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly range: readonly [number, number];
  readonly wrong: string;
  readonly hint?: string;
  onChange(text: string): void;
}

export function NumberField({ id, label, value, range, wrong, hint, onChange }: NumberFieldProps) {
  const good = inRange(value, ...range);
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field-input mono"
        inputMode="numeric"
        placeholder={t('send.usual')}
        value={value}
        aria-invalid={!good}
        aria-describedby={`${id}-text`}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      <p id={`${id}-text`} className={good ? 'send-hint' : 'send-problem'} role={good ? undefined : 'alert'}>
        {good ? hint : wrong}
      </p>
    </div>
  );
}

const STRAY: readonly (readonly TcpFlag[])[] = [
  ['SYN'],
  ['SYN', 'ACK'],
  ['ACK'],
  ['PSH', 'ACK'],
  ['FIN', 'ACK'],
  ['RST'],
];

/** Flags that nobody expects: stray packets. */
export function Flags({ draft, change }: Part) {
  const textOf = (flags: readonly TcpFlag[]) => flags.join('-');
  const options: SelectOption<string>[] = [
    { value: ANY, text: t('send.flagsUsual') },
    ...STRAY.map((flags) => ({
      value: textOf(flags),
      text: t('send.flagsStray', { flags: textOf(flags) }),
    })),
  ];
  return (
    <Select
      label={t('send.flags')}
      showLabel
      value={textOf(draft.flags ?? [])}
      options={options}
      onChange={(value) => change({ flags: STRAY.find((flags) => textOf(flags) === value) })}
    />
  );
}
