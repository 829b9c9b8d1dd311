import { appStore } from '../../state/store';
import type { RulePlace } from '../../state/types';
import type { Found } from './find';

/** The rule by which a node takes a Service's packets: the one in KUBE-SERVICES for its ClusterIP. */
function entranceOf(clusterIP: string): RulePlace | undefined {
  const { network, cluster, exchange } = appStore.getState();
  const passed = exchange?.steps.find(({ machine }) => machine.startsWith('node/'))?.machine;
  const machine = passed ?? network.machines.get(`node/${cluster.nodes[0]?.name}` as never)?.id;
  if (!machine) return undefined;
  const family = clusterIP.includes(':') ? 6 : 4;
  for (const table of network.machines.get(machine)?.ruleset(family)?.tables.values() ?? []) {
    for (const chain of table.chains.values()) {
      if (chain.name !== 'KUBE-SERVICES') continue;
      const at = chain.rules.findIndex(({ matches }) =>
        matches.some((m) => m.kind === 'destination' && !m.negate && m.cidr.split('/')[0] === clusterIP),
      );
      const rule = chain.rules[at];
      if (rule) return { machine, family, table: table.name, chain: chain.name, number: at + 1, rule };
    }
  }
  return undefined;
}

/** Goes to what was found: a rule and a Service in the Rules, Pods and nodes on the Map, a step in time. */
export function goTo(found: Found): void {
  const state = appStore.getState();
  switch (found.kind) {
    case 'rule':
      state.showRule(found.place);
      return;
    case 'address': {
      const { ip, machine } = found;
      state.selectAddress(ip);
      if (machine.startsWith('node/')) state.flyTo({ node: machine.slice('node/'.length) });
      else state.commandMap('fit');
      return;
    }
    case 'chain': {
      const { rules, ...at } = found.place;
      const [rule] = rules;
      if (rule) state.showRule({ ...at, number: 1, rule });
      else state.setRulesNode(at.machine);
      return;
    }
    case 'step':
      state.pause();
      state.seek(found.step.index);
      return;
    case 'node':
      state.selectAddress(found.node.ips[0]);
      state.flyTo({ node: found.node.name });
      return;
    case 'pod': {
      const { node, namespace, name, ips } = found.pod;
      state.selectAddress(ips[0]);
      state.flyTo({ node, pod: `${namespace}/${name}` });
      return;
    }
    case 'service': {
      const { clusterIP } = found.service.spec;
      const { namespace, name } = found.service.metadata;
      const place = clusterIP && clusterIP !== 'None' ? entranceOf(clusterIP) : undefined;
      if (place) {
        state.selectAddress(clusterIP);
        state.showRule(place);
        return;
      }
      // No rule is for a headless Service: its Pods are all there is.
      const slice = state.cluster.endpointSlices.find(
        ({ metadata }) =>
          metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
      );
      const pod = slice?.endpoints?.find(({ targetRef }) => targetRef?.kind === 'Pod');
      if (pod?.nodeName && pod.targetRef?.name)
        state.flyTo({ node: pod.nodeName, pod: `${namespace}/${pod.targetRef.name}` });
    }
  }
}
