import { describe, expect, it } from 'vitest';
import { buildNetwork, loadCluster, type NetworkOptions, type Rule } from '../../engine';
import { sampleById } from '../../state/document/samples';
import { placeText } from './originPlaceText';

function read(text: string, options?: NetworkOptions) {
  const { cluster } = loadCluster([{ name: 'a.yaml', text }]);
  if (!cluster) throw new Error('the text must be readable');
  const [node] = [...buildNetwork(cluster, options).machines.values()].filter(({ kind }) => kind === 'node');
  const place = (table: string, chain: RegExp, number = 1) => {
    const chains = [...(node?.ruleset(4)?.tables.values() ?? [])].find(({ name }) => name === table)?.chains;
    const found = [...(chains?.values() ?? [])].find(({ name }) => chain.test(name));
    return placeText(cluster, found?.rules[number - 1] as Rule);
  };
  return { place, line: (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1 };
}

describe('where a rule comes from', () => {
  const text = sampleById('article-nodeport').yaml;
  const { place, line } = read(text);
  it('is a line, its field and its value', () => {
    expect(place('nat', /^KUBE-NODEPORTS$/)).toEqual({
      line: line('nodePort: 30000'),
      text: `line ${line('nodePort: 30000')}: spec.ports[0].nodePort: 30000`,
      object: 'Service nginx-svc',
    });
    expect(place('nat', /^KUBE-SEP/)).toMatchObject({
      text: `line ${line('podIP: 10.244.0.3')}: status.podIP: 10.244.0.3`,
    });
  });
  it('is told in words where no line is the cause', () => {
    expect(place('nat', /^PREROUTING$/)).toEqual({ text: expect.stringMatching(/on every node/) });
    expect(place('nat', /^KUBE-MARK-MASQ$/)).toEqual({
      text: expect.stringMatching(/setting masqueradeBit is 14/),
    });
    expect(place('nat', /^KUBE-SERVICES$/, 2)).toEqual({
      text: expect.stringMatching(/setting nodePortAddresses is not set/),
    });
    expect(place('nat', /^FLANNEL-POSTRTG$/)).toEqual({ text: expect.stringMatching(/flannel/) });
  });
  it('is the node itself for a rule that neither kube-proxy nor flannel wrote', () => {
    const shut = read(text, { nodes: { '*': { overlayBlocked: 'input' } } });
    expect(shut.place('filter', /^INPUT$/, 5)).toEqual({ text: expect.stringMatching(/of its own/) });
  });
  it('leaves values of more than one line to the text', () => {
    const one = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  clusterIP: 10.96.0.9\n';
    const many = read(`${one}  selector:\n    app: a\n  ports:\n  - {port: 80}\n`);
    expect(many.place('filter', /^KUBE-SERVICES$/).text).toMatch(/^line \d+: spec\./);
  });
  it('is the setting’s line where the text has kube-proxy’s configuration', () => {
    const settings =
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\niptables:\n  masqueradeBit: 15\n';
    expect(read(settings).place('nat', /^KUBE-MARK-MASQ$/)).toEqual({
      line: 4,
      text: 'line 4: iptables.masqueradeBit: 15',
      object: 'KubeProxyConfiguration kube-proxy',
    });
  });
});
