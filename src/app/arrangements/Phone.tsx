import { useState } from 'react';
import { t } from '../../i18n';
import PacketPanel from '../../panels/packet';
import RulesPanel from '../../panels/rules';
import Stepper from '../../panels/stepper';
import Steps from '../../panels/steps';
import { Tabs } from '../../ui/controls/Tabs';
import { MapStage } from '../stage/MapStage';
import { useFlight } from '../stage/useFlight';
import { usePlainPlay } from '../stage/usePlainPlay';
import { HopStrip } from './HopStrip';
import { Manifests } from './Manifests';
import { StepSheet } from './StepSheet';
import { StepTabs } from './StepTabs';
import { useReveal } from './useReveal';

type View = 'map' | 'rules' | 'steps' | 'yaml';

/** One view at a time, driven by the thumb: what the packet does stands in the sheet, the stepper below it. */
export function Phone() {
  const [view, setView] = useState<View>('map');
  const [settings, setSettings] = useState(false);
  usePlainPlay(view !== 'map');
  useReveal((panel) => {
    setView(panel === 'rules' ? 'rules' : panel === 'traffic' ? 'steps' : 'yaml');
    if (panel === 'editor' || panel === 'settings') setSettings(panel === 'settings');
  });
  useFlight(view === 'map', () => setView('map'));
  return (
    <main className="phone">
      <Tabs<View>
        className="phone-tabs"
        label={t('shell.tabs.region')}
        below
        value={view}
        onChange={setView}
        between={
          view !== 'yaml' && (
            <div className="sheet">
              {view === 'map' && <StepSheet />}
              <Stepper />
            </div>
          )
        }
        tabs={[
          {
            id: 'map',
            label: t('shell.tabs.map'),
            icon: 'map',
            content: (
              <>
                <HopStrip />
                <MapStage mode="phone" />
              </>
            ),
          },
          { id: 'rules', label: t('shell.tabs.rules'), icon: 'rules', content: <RulesPanel /> },
          {
            id: 'steps',
            label: t('shell.tabs.steps'),
            icon: 'steps',
            content: <StepTabs label={t('shell.tabs.region')} steps={<Steps />} packet={<PacketPanel />} />,
          },
          {
            id: 'yaml',
            label: t('shell.tabs.yaml'),
            icon: 'file',
            content: <Manifests settings={settings} onSettings={setSettings} />,
          },
        ]}
      />
    </main>
  );
}
