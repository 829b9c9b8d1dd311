import './presentation.css';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { t } from '../../i18n';
import RulesPanel from '../../panels/rules';
import { appStore } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { Segmented } from '../../ui/controls/Segmented';
import { MapStage } from '../stage/MapStage';
import { usePlainPlay } from '../stage/usePlainPlay';
import { Film, useFilm } from './Film';
import type { Presenting } from './presenting';
import { presenterKey } from './presenting';

export interface PresentationProps {
  readonly view: Presenting;
  onView(view: Presenting | undefined): void;
}

/** The Map or the Rules alone, for a wall: larger, with the keys of a remote control. */
export default function Presentation({ view, onView }: PresentationProps) {
  const [blank, setBlank] = useState(false);
  usePlainPlay(view === 'rules');
  const cells = useFilm();
  const markers = useMemo(() => cells.map(({ step }) => step.index), [cells]);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.composedPath().filter((node) => node instanceof Element);
    if (inside.some((node) => node.matches('input, textarea, select, dialog, [popover]:popover-open')))
      return;
    const { stepBy, singleKeys } = appStore.getState();
    const what = presenterKey(event.key, singleKeys);
    if (what === undefined && !blank) return;
    event.preventDefault();
    event.stopPropagation();
    // Whatever is pressed in the dark only makes light, so that nobody steps unseen.
    if (blank) setBlank(false);
    else if (what === 'blank') setBlank(true);
    else if (what === 'leave') onView(undefined);
    else stepBy(what === 'next' ? 1 : -1);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
  const controls = (
    <>
      <Segmented<Presenting>
        label={t('shell.present.view')}
        value={view}
        options={[
          { value: 'map', label: t('shell.tabs.map') },
          { value: 'rules', label: t('shell.tabs.rules') },
        ]}
        onChange={onView}
      />
      <Button icon="close" onClick={() => onView(undefined)}>
        {t('shell.present.leave')}
      </Button>
    </>
  );
  return (
    <main className={`presentation presentation-${view}`}>
      {view === 'map' ? (
        <MapStage mode="full" actions={controls} markers={markers} />
      ) : (
        <>
          <div className="presentation-bar">{controls}</div>
          <RulesPanel />
        </>
      )}
      <Film cells={cells} />
      {blank && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: every key does the same, see above
        <div className="presentation-blank" role="status" onClick={() => setBlank(false)}>
          <span className="visually-hidden">{t('shell.present.blank')}</span>
        </div>
      )}
    </main>
  );
}
