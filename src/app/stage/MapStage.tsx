import { type ReactNode, useState } from 'react';
import { language, t } from '../../i18n';
import { Banner } from '../../panels/banner';
import type { Grouping, SceneMode } from '../../scene/model';
import { placeOfUser } from '../../state/cursor/place';
import { appStore, useApp } from '../../state/store';
import { Glyph, type GlyphName } from '../../ui/address/Glyph';
import { Button, IconButton } from '../../ui/controls/Button';
import { Select } from '../../ui/popups/Select';
import { SceneHost } from './SceneHost';

const LEGEND = [
  ['cluster', 'clusterIp'],
  ['node', 'nodeIp'],
  ['pod', 'podIp'],
] as const satisfies readonly (readonly [GlyphName, string])[];

/** The grammar of the page in four words. */
export function Legend() {
  return (
    <ul className="legend" aria-label={t('shell.stage.legend')}>
      {LEGEND.map(([glyph, word]) => (
        <li key={glyph}>
          <Glyph name={glyph} size={11} className={`addr-${glyph}`} />
          {t(`shell.stage.${word}`)}
        </li>
      ))}
      <li>
        <span className="legend-nat" aria-hidden="true" />
        {t('shell.stage.rewritten')}
      </li>
    </ul>
  );
}

/** Nodes from which their order is a question. */
const MANY = 12;

interface SortProps {
  readonly value: Grouping;
  onChange(value: Grouping): void;
}

/** How the crowd is sorted; only where it can be sorted in more than one way. */
function Sort({ value, onChange }: SortProps) {
  const cluster = useApp((s) => s.cluster);
  const zones = new Set(cluster.nodes.map((node) => node.zone)).size;
  if (cluster.nodes.length < MANY || zones < 2) return null;
  return (
    <Select
      label={t('shell.stage.sort')}
      className="map-sort"
      value={value}
      options={[
        { value: 'zone', text: t('shell.stage.byZone') },
        { value: 'name', text: t('shell.stage.byName') },
      ]}
      onChange={onChange}
    />
  );
}

function ZoomButtons() {
  const { commandMap } = appStore.getState();
  return (
    <>
      <IconButton
        icon="minus"
        label={t('shell.stage.zoomOut')}
        shortcut="-"
        onClick={() => commandMap('out')}
      />
      <IconButton icon="plus" label={t('shell.stage.zoomIn')} shortcut="+" onClick={() => commandMap('in')} />
      <IconButton icon="fit" label={t('shell.stage.fit')} shortcut="0" onClick={() => commandMap('fit')} />
    </>
  );
}

interface MapStageProps {
  readonly mode: SceneMode;
  /** Stand at the right of the head. */
  readonly actions?: ReactNode;
  /** Steps that bear a number on the Map, as `SceneModel` has them. */
  readonly markers?: readonly number[] | undefined;
}

/** The Map with its head; the outcome stands between, over nothing. */
export function MapStage({ mode, actions, markers }: MapStageProps) {
  const [grouping, setGrouping] = useState<Grouping>('zone');
  const [crowd, setCrowd] = useState({ open: 0, far: 0 });
  const count = (open: number, far: number) =>
    setCrowd((was) => (was.open === open && was.far === far ? was : { open, far }));
  return (
    <section className="map-stage" aria-labelledby="map-title">
      {mode === 'full' && (
        <header className="panel-head map-head">
          <h2 id="map-title">{t('shell.stage.map')}</h2>
          <Legend />
          <div className="panel-actions">
            {crowd.far > 0 && (
              <Button
                look="plain"
                className="map-crowd"
                onClick={() => appStore.getState().commandMap('fit')}
              >
                {t('shell.stage.crowd', { count: crowd.open, far: crowd.far.toLocaleString(language()) })}
              </Button>
            )}
            <IconButton
              icon="fault"
              label={t('shell.stage.break')}
              onClick={() => appStore.getState().showSwitches(placeOfUser(appStore.getState()))}
            />
            <Sort value={grouping} onChange={setGrouping} />
            <ZoomButtons />
            {actions}
          </div>
        </header>
      )}
      {mode !== 'full' && (
        <h2 id="map-title" className="visually-hidden">
          {t('shell.stage.map')}
        </h2>
      )}
      {mode !== 'embed' && <Banner />}
      <div className="map-host">
        <SceneHost mode={mode} grouping={grouping} markers={markers} onCrowd={count} />
      </div>
    </section>
  );
}
