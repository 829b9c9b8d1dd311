import { type ComponentType, useId, useRef, useState } from 'react';
import type { Move } from '../../debugger';
import { t } from '../../i18n';
import { stoppedBy } from '../../state/actions/debug';
import { appStore, useApp } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { IconButton } from '../../ui/controls/Button';
import { Icon } from '../../ui/controls/Icon';
import { fetchPart } from '../../ui/view/lazily';
import { stoppedText } from './pointText';

const MOVES = [
  ['over', 'n'],
  ['into', 's'],
  ['out', 'o'],
] as const satisfies readonly (readonly [Move, string])[];

/** As in a code debugger: over, into and out of the chain that a rule jumps to. With Shift they go back. */
function Moves() {
  const atEnd = useApp((s) => !s.exchange || s.cursor >= s.exchange.steps.length - 1);
  return (
    <>
      {MOVES.map(([move, key]) => (
        <IconButton
          key={move}
          className={`stepper-${move}`}
          label={t(`debug.${move}`)}
          shortcut={key}
          icon={move}
          aria-disabled={atEnd}
          onClick={(event) => appStore.getState().debugMove(move, event.shiftKey ? -1 : 1)}
        />
      ))}
    </>
  );
}

/** The flag, and what opens over it: its code is fetched when it is wanted. */
function Flag() {
  const count = useApp((s) => s.breakpoints.length);
  const [Content, setContent] = useState<ComponentType>();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const load = async () => {
    const loaded = await fetchPart(() => import('./Breakpoints'), t('debug.title'));
    if (loaded) setContent(() => loaded.default);
  };
  return (
    <>
      <button
        type="button"
        className="icon-button stepper-flag"
        title={t('debug.button')}
        aria-label={count > 0 ? t('debug.buttonSet', { count }) : t('debug.button')}
        aria-haspopup="dialog"
        aria-expanded={open}
        popoverTarget={id}
        onPointerEnter={load}
        onFocus={load}
        onClick={load}
      >
        {count > 0 ? <Glyph name="flag" size={15} /> : <Icon name="flag" />}
        {count > 0 && <span className="stepper-flag-count">{count}</span>}
      </button>
      <div
        ref={box}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('debug.title')}
        className="popup breakpoints"
        onToggle={(event) => {
          const shown = event.newState === 'open';
          setOpen(shown);
          const flag = box.current?.previousElementSibling?.getBoundingClientRect();
          if (!shown || !flag || !box.current) return;
          const { style, offsetWidth } = box.current;
          style.left = `${Math.max(8, Math.min(flag.left - 8, innerWidth - offsetWidth - 8))}px`;
          style.bottom = `${innerHeight - flag.top + 8}px`;
        }}
      >
        {open && Content && <Content />}
      </div>
    </>
  );
}

/** Why the cursor stands where it stands, if a breakpoint stopped it there. Spoken by the announcer. */
function Stopped() {
  const why = useApp(stoppedBy);
  if (!why) return null;
  return (
    <p className="stepper-stopped" aria-hidden="true">
      <Glyph name="flag" size={9} />
      {stoppedText(why)}
    </p>
  );
}

export function Debugger() {
  return (
    <fieldset className="stepper-debugger" aria-label={t('debug.region')}>
      <Moves />
      <Flag />
      <Stopped />
    </fieldset>
  );
}
