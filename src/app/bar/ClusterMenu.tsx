import { t } from '../../i18n';
import { SAMPLES } from '../../state/document/samples';
import { appStore, useApp } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { Icon } from '../../ui/controls/Icon';
import { Menu, type MenuEntry } from '../../ui/popups/Menu';

/** What the open cluster is called, and whether it still is what that name says. */
function useClusterName(): { readonly name: string; readonly changed: boolean } {
  const sample = useApp((s) => SAMPLES.find(({ id }) => id === s.sample));
  const changed = useApp((s) => s.text !== sample?.yaml);
  if (!sample) return { name: t('shell.top.ownCluster'), changed: false };
  return { name: sample.title, changed };
}

/** The ways to another cluster: samples, and what leads back. */
export function useClusterEntries(onGallery: () => void): readonly (readonly MenuEntry[])[] {
  const open = useApp((s) => s.sample);
  const kept = useApp((s) => s.kept.length > 0);
  const { resetSample, restoreKept } = appStore.getState();
  const samples: MenuEntry = {
    id: 'samples',
    content: t('shell.top.samples'),
    detail: t('shell.top.samplesDetail'),
    onSelect: onGallery,
  };
  const reset: MenuEntry = {
    id: 'reset',
    content: t('shell.top.reset'),
    detail: t('shell.top.resetDetail'),
    onSelect: resetSample,
  };
  const restore: MenuEntry = {
    id: 'restore',
    content: t('shell.top.restore'),
    detail: t('shell.top.restoreDetail'),
    onSelect: restoreKept,
  };
  return [[samples], [...(open === undefined ? [] : [reset]), ...(kept ? [restore] : [])]];
}

/** Which cluster is open. */
export function ClusterMenu({ onGallery }: { onGallery(): void }) {
  const { name, changed } = useClusterName();
  const nodes = useApp((s) => s.cluster.nodes.length);
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button button-outline cluster-menu"
          aria-label={t('shell.top.clusterMenu', { name })}
        >
          <Glyph name="node" size={11} className="addr-node" />
          <b className="cluster-name">{name}</b>
          <span className="cluster-facts">
            {changed && `${t('shell.top.changed')} • `}
            {t('shell.top.nodes', { count: nodes })} • {t('shell.top.mode')}
          </span>
          <Icon name="down" size={12} />
        </button>
      }
      groups={useClusterEntries(onGallery)}
    />
  );
}
