import './stepper.css';
import type { Grain } from '../../engine';
import { language, t } from '../../i18n';
import { stopsOf } from '../../state/cursor/cursor';
import { appStore, useApp } from '../../state/store';
import { IconButton } from '../../ui/controls/Button';
import { Icon, type IconName } from '../../ui/controls/Icon';
import { Select } from '../../ui/popups/Select';
import { useCalmStep } from '../../ui/view/useCalm';
import { Announcer } from './Announcer';
import { Debugger } from './Debugger';
import { Scrubber } from './Scrubber';
import { stopIndex } from './track';

const SPEEDS = [0.5, 1, 2, 4] as const;
const GRAINS = ['hop', 'chain', 'rule'] as const satisfies readonly Grain[];

/** Where the buttons are large, a word stands beside the sign. */
function Worded({ icon, word, after }: { icon: IconName; word: string; after?: boolean }) {
  const text = (
    <span className="stepper-word" aria-hidden="true">
      {word}
    </span>
  );
  return (
    <>
      {after && text}
      <Icon name={icon} />
      {!after && text}
    </>
  );
}

function Buttons() {
  const some = useApp((s) => s.exchange !== undefined);
  const playing = useApp((s) => s.playing);
  const atStart = useApp((s) => !s.exchange || s.cursor === 0);
  const atEnd = useApp((s) => !s.exchange || s.cursor >= s.exchange.steps.length - 1);
  const { seekStart, seekEnd, stepBy, play, pause } = appStore.getState();
  return (
    <div className="stepper-buttons">
      <IconButton
        className="stepper-first"
        label={t('panels.stepper.first')}
        shortcut="Home"
        icon="first"
        aria-disabled={atStart}
        onClick={seekStart}
      />
      <IconButton
        className="stepper-back"
        label={t('panels.stepper.back')}
        shortcut="ArrowLeft"
        icon={<Worded icon="back" word={t('panels.stepper.backWord')} />}
        aria-disabled={atStart}
        onClick={() => stepBy(-1)}
      />
      <button
        type="button"
        className="stepper-play"
        aria-label={t(playing ? 'panels.stepper.pause' : 'panels.stepper.play')}
        aria-keyshortcuts="Space"
        disabled={!some}
        onClick={() => (playing ? pause() : play())}
      >
        <Icon name={playing ? 'pause' : 'play'} size={18} />
      </button>
      <IconButton
        className="stepper-step"
        label={t('panels.stepper.step')}
        shortcut="ArrowRight"
        icon={<Worded icon="step" word={t('panels.stepper.stepWord')} after />}
        aria-disabled={atEnd}
        onClick={() => stepBy(1)}
      />
      <IconButton
        className="stepper-last"
        label={t('panels.stepper.last')}
        shortcut="End"
        icon="last"
        aria-disabled={atEnd}
        onClick={seekEnd}
      />
    </div>
  );
}

function Count() {
  const { exchange, cursor } = useCalmStep('stepper');
  const grain = useApp((s) => s.grain);
  if (!exchange) return null;
  const list = stopsOf(exchange, grain);
  return (
    <p className="stepper-count">
      <b>{stopIndex(list, cursor) + 1}</b> / {list.length}
      <span className="stepper-unit"> · {t(`panels.grain.${grain}`)}</span>
    </p>
  );
}

/** Back, play, step, the scrubber, and how far a step goes. */
export default function Stepper() {
  const some = useApp((s) => s.exchange !== undefined);
  const grain = useApp((s) => s.grain);
  const speed = useApp((s) => s.speed);
  const { setGrain, setSpeed } = appStore.getState();
  return (
    <section className="stepper" aria-label={t('panels.stepper.region')} lang={language()}>
      <Buttons />
      <Debugger />
      <div className="stepper-track">
        {some ? <Scrubber /> : <p className="stepper-none">{t('panels.stepper.none')}</p>}
      </div>
      <div className="stepper-right">
        <Count />
        <Select
          className="stepper-grain"
          label={t('panels.stepper.grain')}
          value={grain}
          options={GRAINS.map((value) => ({ value, text: t(`panels.stepper.${value}`) }))}
          onChange={setGrain}
        />
        <Select
          className="stepper-speed"
          label={t('panels.stepper.speed')}
          value={speed}
          options={SPEEDS.map((value) => ({ value, text: `${value}×` }))}
          onChange={setSpeed}
        />
      </div>
      <Announcer />
    </section>
  );
}
