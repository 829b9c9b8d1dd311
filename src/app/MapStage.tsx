import { t } from '../i18n';
import { Banner } from '../panels/banner';
import type { SceneMode } from '../scene/model';
import { appStore } from '../state/store';
import { IconButton } from '../ui/Button';
import { Glyph, type GlyphName } from '../ui/Glyph';
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

function ZoomButtons() {
  const { commandMap } = appStore.getState();
  return (
    <div className="panel-actions">
      <IconButton
        icon="minus"
        label={t('shell.stage.zoomOut')}
        shortcut="-"
        onClick={() => commandMap('out')}
      />
      <IconButton icon="plus" label={t('shell.stage.zoomIn')} shortcut="+" onClick={() => commandMap('in')} />
      <IconButton icon="fit" label={t('shell.stage.fit')} shortcut="0" onClick={() => commandMap('fit')} />
    </div>
  );
}

/** The Map with its head; the outcome stands between, over nothing. */
export function MapStage({ mode }: { readonly mode: SceneMode }) {
  return (
    <section className="map-stage" aria-labelledby="map-title">
      {mode === 'full' && (
        <header className="panel-head map-head">
          <h2 id="map-title">{t('shell.stage.map')}</h2>
          <Legend />
          <ZoomButtons />
        </header>
      )}
      {mode !== 'full' && (
        <h2 id="map-title" className="visually-hidden">
          {t('shell.stage.map')}
        </h2>
      )}
      {mode !== 'embed' && <Banner />}
      <div className="map-host">
        <SceneHost mode={mode} />
      </div>
    </section>
  );
}
