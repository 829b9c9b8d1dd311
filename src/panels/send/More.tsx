import { useRef } from 'react';
import { t } from '../../i18n';
import type { SendSettings } from '../../state/session/model';
import { IconButton } from '../../ui/controls/Button';
import { Check, Flags, NumberField, type Part, SIZES, TTLS } from './Parts';

/** 1 to 999,999: short enough to be said aloud. */
const drawSeed = (): number => 1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 999_999);

function Seed({ draft, change }: Part) {
  return (
    <div className="send-seed">
      <label className="field-label" htmlFor="send-seed">
        {t('send.seed')}
      </label>
      <div className="send-row">
        <input
          id="send-seed"
          className="field-input mono"
          inputMode="numeric"
          value={String(draft.seed)}
          aria-describedby="send-seed-hint"
          onChange={(event) => {
            const digits = event.target.value.replace(/\D/g, '').slice(0, 9);
            change({ seed: digits === '' ? 0 : Number(digits) });
          }}
        />
        <IconButton label={t('send.newSeed')} icon="dice" onClick={() => change({ seed: drawSeed() })} />
      </div>
      <p id="send-seed-hint" className="visually-hidden">
        {t('send.seedHint')}
      </p>
    </div>
  );
}

const hasMore = ({ size, ttl, flags, oneWay }: SendSettings): boolean =>
  size !== undefined || ttl !== undefined || flags !== undefined || oneWay === true;

const NUMBERS = [
  ['size', SIZES],
  ['ttl', TTLS],
] as const;

/** As they are typed: not yet numbers. */
export interface Numbers {
  readonly size: string;
  readonly ttl: string;
}

interface MoreProps extends Part {
  readonly numbers: Numbers;
  onNumber(part: Partial<Numbers>): void;
}

/** What is seldom wanted, folded until some of it is set. */
export function More({ draft, change, numbers, onNumber }: MoreProps) {
  /** Whatever was set at first should be in sight. */
  const open = useRef(hasMore(draft)).current;
  return (
    <details className="send-more" open={open}>
      <summary>{t('send.more')}</summary>
      <div className="send-fields">
        <Seed draft={draft} change={change} />
        {NUMBERS.map(([name, range]) => (
          <NumberField
            key={name}
            id={`send-${name}`}
            label={t(`send.${name}`)}
            value={numbers[name]}
            range={range}
            wrong={t(`send.${name}Wrong`)}
            onChange={(text) => onNumber({ [name]: text })}
          />
        ))}
        {draft.proto === 'tcp' && <Flags draft={draft} change={change} />}
      </div>
      {draft.proto === 'tcp' && <p className="send-hint">{t('send.sizeHint')}</p>}
      {draft.proto === 'udp' && (
        <Check
          label={t('send.oneWay')}
          hint={t('send.oneWayHint')}
          checked={draft.oneWay ?? false}
          onChange={(oneWay) => change({ oneWay })}
        />
      )}
    </details>
  );
}
