import { useMemo, useState } from 'react';
import {
  type Chain,
  chainKey,
  type IpFamily,
  type Network,
  type Ruleset,
  ruleKey,
  type TableName,
} from '../../engine';
import { machineName, t } from '../../i18n';
import { counterOf, policyCounterOf } from '../../state/session/counters';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { CopyButton } from '../../ui/controls/CopyButton';
import { shortChain } from '../../ui/names/chainName';
import { Select } from '../../ui/popups/Select';
import { commandFor, listing } from './listing';

interface Place {
  readonly key: string;
  readonly machine: Parameters<typeof chainKey>[0];
  readonly family: IpFamily;
  readonly table: TableName;
  readonly chain: Chain;
  readonly ruleset: Ruleset;
}

const CHAIN_CHARS = 20;

/** Chains in which something has counted, in the order in which they first did. */
function places(network: Network, keys: Iterable<string>): readonly Place[] {
  const found = new Map<string, Place>();
  for (const rule of keys) {
    const [id = '', f, table = '', name = ''] = rule.split('|');
    const machine = network.machines.get(id as Place['machine']);
    const ruleset = machine?.ruleset(f === '6' ? 6 : 4);
    const chain = ruleset?.tables.get(table as TableName)?.chains.get(name as Chain['name']);
    if (!machine || !ruleset || !chain) continue;
    const { family } = ruleset;
    const key = chainKey(machine.id, family, table as TableName, chain.name);
    found.set(key, { key, machine: machine.id, family, table: table as TableName, chain, ruleset });
  }
  return [...found.values()];
}

/** A chain with what its rules have counted, as iptables prints it. */
export function Counters() {
  const network = useApp((s) => s.exchange?.network ?? s.network);
  const counters = useApp((s) => s.counters);
  const [chosen, setChosen] = useState<string>();
  const all = useMemo(() => places(network, counters.rules.keys()), [network, counters]);
  const balancing = all.find(({ chain }) => /^KUBE-SV[CL]-/.test(chain.name));
  const place = all.find(({ key }) => key === chosen) ?? balancing ?? all[0];
  const command = place && commandFor(place.family, place.table, place.chain.name);
  const text = useMemo(() => {
    if (!place) return '';
    const { machine, family, table, chain, ruleset, key } = place;
    const at = (n: number) => counterOf(ruleKey(machine, family, table, chain.name, n))({ counters });
    return listing(ruleset, table, chain, at, policyCounterOf(key)({ counters }));
  }, [place, counters]);
  return (
    <section className="traffic-section" aria-labelledby="traffic-counters">
      <div className="traffic-head">
        <h3 id="traffic-counters">{t('traffic.counters')}</h3>
        {place && command && (
          <CopyButton
            label={t('traffic.copy')}
            title={t('traffic.copyTitle', { command })}
            text={() => text}
          />
        )}
        <Button
          look="plain"
          title={t('traffic.zeroTitle')}
          disabled={counters.rules.size === 0}
          onClick={appStore.getState().zeroCounters}
        >
          {t('traffic.zero')}
        </Button>
      </div>
      {place && command && (
        <>
          <Select<string>
            className="traffic-chain"
            label={t('traffic.chain')}
            value={place.key}
            options={all.map(({ key, machine, table, chain }) => ({
              value: key,
              text: `${machineName(machine)} · ${table} · ${shortChain(chain.name, CHAIN_CHARS)}`,
            }))}
            onChange={setChosen}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="traffic-listing" tabIndex={0} aria-label={command} title={command}>
            <pre>{text}</pre>
          </section>
        </>
      )}
      <p className="traffic-said">{t('traffic.counted')}</p>
    </section>
  );
}
