import { useState } from 'react';
import { t } from '../../i18n';
import PacketPanel from '../../panels/packet';
import RulesPanel from '../../panels/rules';
import Steps from '../../panels/steps';
import { Tabs } from '../../ui/controls/Tabs';
import { MapStage } from '../stage/MapStage';
import { useChangesTab } from './ChangesTab';
import { Lower } from './Lower';
import { Manifests } from './Manifests';
import { openPanel, usePanels } from './panelStore';
import { useTrafficTab } from './TrafficTab';
import { useReveal } from './useReveal';

/** px that the Map keeps. */
const MAP_MIN = 160;

type View = 'rules' | 'steps' | 'changes' | 'traffic' | 'packet' | 'yaml';

/** The Map in full width; everything else takes turns below it. */
export function Tablet() {
  const [view, setView] = useState<View>('rules');
  const [settings, setSettings] = useState(false);
  const open = usePanels().open.lower ?? true;
  const choose = (next: View) => {
    setView(next);
    openPanel('lower', true);
  };
  const changes = useChangesTab();
  const traffic = useTrafficTab();
  useReveal((panel) => {
    choose(panel === 'rules' || panel === 'traffic' ? panel : 'yaml');
    if (panel === 'editor' || panel === 'settings') setSettings(panel === 'settings');
  });
  return (
    <main className="tablet">
      <MapStage mode="full" />
      <Lower name="lower" className="lower-tabs" above={MAP_MIN} open={open}>
        <Tabs<View>
          className="inner-tabs"
          label={t('shell.tabs.region')}
          value={view}
          onChange={choose}
          tabs={[
            { id: 'rules', label: t('shell.tabs.rules'), content: <RulesPanel /> },
            { id: 'steps', label: t('shell.tabs.steps'), content: <Steps /> },
            ...changes,
            ...traffic,
            { id: 'packet', label: t('shell.tabs.packet'), content: <PacketPanel /> },
            {
              id: 'yaml',
              label: t('shell.tabs.yaml'),
              content: <Manifests settings={settings} onSettings={setSettings} />,
            },
          ]}
        />
      </Lower>
    </main>
  );
}
