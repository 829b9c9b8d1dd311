import './settings.css';
import { type ReactNode, useState } from 'react';
import { language, t } from '../../i18n';
import {
  ALL_NODES,
  NETWORK_SETTINGS,
  type NetworkSettingId,
  NO_SETTINGS,
  NODE_FACTS,
  type NodeFactId,
  PROXY_SETTINGS,
  type ProxySettingId,
} from '../../state/settings';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Select';
import { Paste } from './Paste';
import { SettingRow } from './SettingRow';

const PROXY = Object.keys(PROXY_SETTINGS) as ProxySettingId[];
const NETWORK = Object.keys(NETWORK_SETTINGS) as NetworkSettingId[];
const FACTS = Object.keys(NODE_FACTS) as NodeFactId[];

function Nodes() {
  const nodes = useApp((s) => s.cluster.nodes);
  const [wanted, setWanted] = useState<string>(ALL_NODES);
  const chosen = nodes.some(({ name }) => name === wanted) ? wanted : ALL_NODES;
  const all = { value: ALL_NODES, text: t('settings.allNodes') };
  return (
    <>
      <Select
        label={t('settings.node')}
        className="settings-node"
        value={chosen}
        options={[all, ...nodes.map(({ name }) => ({ value: name, text: name }))]}
        onChange={(node) => setWanted(String(node))}
      />
      {FACTS.map((fact) => (
        <SettingRow key={`${fact}@${chosen}`} name={`${fact}@${chosen}`} hint={fact} />
      ))}
    </>
  );
}

/** kube-proxy's settings, the Pod network's, the nodes'. `actions` stand at the right of the head. */
export default function SettingsPanel({ actions }: { readonly actions?: ReactNode }) {
  const changed = useApp((s) => Object.keys(s.settings).length);
  return (
    <section className="settings" aria-labelledby="settings-title" lang={language()}>
      <header className="panel-head">
        <h2 id="settings-title">{t('settings.title')}</h2>
        {changed > 0 && <span className="panel-count">{t('settings.changed', { count: changed })}</span>}
        <div className="panel-actions">
          {changed > 0 && (
            <Button
              look="plain"
              className="settings-reset"
              onClick={() => appStore.getState().setSettings(NO_SETTINGS)}
            >
              {t('settings.resetAll')}
            </Button>
          )}
          {actions}
        </div>
      </header>
      <div className="settings-body">
        <h3>{t('settings.proxy')}</h3>
        <p className="setting-hint settings-intro">{t('settings.proxyHint')}</p>
        <div className="setting">
          <div className="setting-head">
            <span className="setting-name">mode</span>
            <code>iptables</code>
          </div>
          <p className="setting-hint">{t('settings.mode')}</p>
        </div>
        {PROXY.map((id) => (
          <SettingRow key={id} name={id} hint={id} />
        ))}
        <h3>{t('settings.paste.title')}</h3>
        <Paste />
        <h3>{t('settings.network')}</h3>
        {NETWORK.map((id) => (
          <SettingRow key={id} name={id} hint={id} />
        ))}
        <h3>{t('settings.nodes')}</h3>
        <Nodes />
      </div>
    </section>
  );
}
