import { t } from '../i18n';

/** The first place that is in sight, in the order of wishes; where there are steps there is the slider. */
const PLACES = {
  map: ['.map-host [tabindex="0"]', '.scrubber'],
  steps: ['.steps-scroller [tabindex="0"]', '.scrubber'],
} as const;

const NAMES = ['map', 'steps'] as const;

const goTo = (name: keyof typeof PLACES): void =>
  PLACES[name]
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .find(Boolean)
    ?.focus();

/** For the keyboard, first of all: over the bars, straight to the packet. The address holds the state, so no links. */
export function Skip() {
  return (
    <nav className="skip" aria-label={t('shell.skip.region')}>
      {NAMES.map((name) => (
        <button key={name} type="button" className="button button-ink" onClick={() => goTo(name)}>
          {t(`shell.skip.${name}`)}
        </button>
      ))}
    </nav>
  );
}
