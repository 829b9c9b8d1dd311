import './settings.css';
import type { ReactNode } from 'react';
import { language, t } from '../../i18n';
import {
  NETWORK_SETTINGS,
  type NetworkSettingId,
  NO_SETTINGS,
  NODE_FACTS,
  type NodeFactId,
  POD_FACTS,
  type PodFactId,
  PROXY_SETTINGS,
  type ProxySettingId,
} from '../../state/settings/settings';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { Changed } from './Changed';
import { NodeRules } from './NodeRules';
import { Owners } from './Owners';
import { ALL, listed, nodeOwners, type Owner, onTheWay, podOwners } from './owners';
import { Paste } from './Paste';
import { SettingRow } from './SettingRow';
import { useWanted } from './useWanted';

const PROXY = Object.keys(PROXY_SETTINGS) as ProxySettingId[];
const NETWORK = Object.keys(NETWORK_SETTINGS) as NetworkSettingId[];
const FACTS = Object.keys(NODE_FACTS) as NodeFactId[];
const POD = Object.keys(POD_FACTS) as PodFactId[];

function Nodes() {
  const cluster = useApp((s) => s.cluster);
  const total = cluster.nodes.length;
  return (
    <Owners
      title={t('settings.nodes')}
      search={t('settings.owners.findNode', { count: total })}
      total={total}
      wanted={useWanted('node')}
      list={(query) => {
        const { exchange, settings } = appStore.getState();
        const found = listed(nodeOwners(cluster), query, onTheWay(exchange), settings);
        return query.trim() ? found : { ...found, owners: [ALL, ...found.owners] };
      }}
      labelOf={(owner) => (owner === ALL ? t('settings.allNodes') : owner.name)}
      factsOf={() => FACTS}
    />
  );
}

/** A Pod in which nothing listens anyway cannot stop listening. */
function Pods() {
  const cluster = useApp((s) => s.cluster);
  const pods = (cluster.faulty?.settled ?? cluster).pods;
  const total = pods.length;
  const wanted = useWanted('pod');
  const facts = (owner: Owner) => {
    const pod = pods.find(({ namespace, name }) => `${namespace}/${name}` === owner.key);
    const changed = appStore.getState().settings[`listens@${owner.key}`] !== undefined;
    return pod?.listens.length || changed ? POD : POD.filter((fact) => fact !== 'listens');
  };
  if (total === 0) return null;
  return (
    <Owners
      title={t('settings.pods')}
      search={t('settings.owners.findPod', { count: total })}
      total={total}
      wanted={wanted}
      list={(query) => {
        const { exchange, settings } = appStore.getState();
        return listed(podOwners(cluster), query, onTheWay(exchange), settings);
      }}
      labelOf={({ name }) => name}
      factsOf={facts}
    />
  );
}

/** What is true of nodes and Pods, the Pod network's and kube-proxy's settings. `actions` stand at the right of the head. */
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
        <Changed />
        <Nodes />
        <Pods />
        <NodeRules />
        <h3>{t('settings.network')}</h3>
        {NETWORK.map((id) => (
          <SettingRow key={id} name={id} hint={id} />
        ))}
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
      </div>
    </section>
  );
}
