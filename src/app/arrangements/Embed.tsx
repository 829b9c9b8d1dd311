import { t } from '../../i18n';
import Stepper from '../../panels/stepper';
import { sharedOf } from '../../state/link/sync';
import { encodeShared } from '../../state/link/url';
import { useApp } from '../../state/store';
import { Icon } from '../../ui/controls/Icon';
import { Notices } from '../Notices';
import { Legend, MapStage } from '../stage/MapStage';

/** The whole page at the state that is shown here. Made when it is asked for: the cursor moves often. */
function OpenLink() {
  const state = useApp((s) => (s.playing ? undefined : s));
  const href = state && `${location.pathname}#${encodeShared(sharedOf(state))}`;
  return (
    <a className="button button-outline" href={href ?? location.pathname} target="_blank" rel="noopener">
      <Icon name="open" />
      {t('shell.embed.open')}
    </a>
  );
}

/** Map and stepper alone, for a frame in somebody's page. */
export function Embed({ hideTitle }: { readonly hideTitle: boolean }) {
  return (
    <div className="embed">
      {!hideTitle && (
        <header className="embed-head">
          <h1>{t('shell.embed.title')}</h1>
          <Legend />
        </header>
      )}
      <Notices />
      <main className="embed-stage">
        <MapStage mode="embed" />
      </main>
      <footer className="embed-foot">
        <Stepper />
        <OpenLink />
      </footer>
    </div>
  );
}
