import { useState } from 'react';
import { t } from '../i18n';
import { EditorPanel } from '../panels/editor';
import PacketPanel from '../panels/packet';
import RulesPanel from '../panels/rules';
import Steps from '../panels/steps';
import { Tabs } from '../ui/Tabs';
import { MapStage } from './MapStage';

type View = 'rules' | 'steps' | 'packet' | 'yaml';

/** The Map in full width; everything else takes turns below it. */
export function Tablet() {
  const [view, setView] = useState<View>('rules');
  return (
    <main className="tablet">
      <MapStage mode="full" />
      <Tabs<View>
        className="lower-tabs"
        label={t('shell.tabs.region')}
        value={view}
        onChange={setView}
        tabs={[
          { id: 'rules', label: t('shell.tabs.rules'), content: <RulesPanel /> },
          { id: 'steps', label: t('shell.tabs.steps'), content: <Steps /> },
          { id: 'packet', label: t('shell.tabs.packet'), content: <PacketPanel /> },
          { id: 'yaml', label: t('shell.tabs.yaml'), content: <EditorPanel /> },
        ]}
      />
    </main>
  );
}
