import { t } from '../../i18n';
import PacketPanel from '../../panels/packet';
import Steps from '../../panels/steps';
import { useApp } from '../../state/store';
import { IconButton } from '../../ui/controls/Button';
import { Lower } from './Lower';
import { openPanel } from './panelStore';
import { StepTabs } from './StepTabs';

/** px that the steps keep above the packet. */
const STEPS_MIN = 120;

/** Steps above, the packet at that step below. */
export function Inspector() {
  return (
    <>
      <StepTabs
        label={t('changes.views')}
        steps={
          <div className="inspector">
            <Steps />
            <Lower name="packet" className="inspector-packet" above={STEPS_MIN}>
              <PacketPanel />
            </Lower>
          </div>
        }
      />
      <IconButton
        className="inspector-fold"
        icon="fold-right"
        label={t('shell.rail.foldInspector')}
        onClick={() => openPanel('inspector', false)}
      />
    </>
  );
}

/** The folded inspector: its name, and how many steps there are. */
export function InspectorRail() {
  const steps = useApp((s) => s.exchange?.steps.length ?? 0);
  const changes = useApp((s) => s.changes?.count ?? 0);
  return (
    <aside className="rail rail-right" aria-label={t('shell.rail.inspector')}>
      <IconButton
        icon="fold-left"
        label={t('shell.rail.unfoldInspector')}
        onClick={() => openPanel('inspector', true)}
      />
      <p className="rail-title">
        {t('shell.rail.steps')} <span>{steps}</span>
        {changes > 0 && (
          <>
            {' '}
            {t('changes.tab')} <span>{changes}</span>
          </>
        )}
      </p>
    </aside>
  );
}
