import { expect, it } from 'vitest';
import { printSave } from '../netfilter';
import { nodeRuleset } from './node-ruleset';
import { generate, restore, service, slice } from './testing/objects';

/** The cluster of the article at its ClusterIP stage, with as many of its Pods. */
const article = (endpoints: readonly string[]) =>
  generate([
    service('default/nginx-svc', { clusterIP: '10.104.112.175', ports: [{ port: 8080, targetPort: 80 }] }),
    slice('default/nginx-svc', endpoints, { ports: [{ port: 80 }] }),
  ]);

const natOf = (text: string) =>
  text
    .slice(text.indexOf('*nat'))
    .split('\n')
    .filter((line) => line.startsWith('-A'));

it('writes the payload of the article’s cluster', () => {
  expect(natOf(restore(article(['10.244.0.2', '10.244.1.4'])))).toEqual([
    '-A KUBE-POSTROUTING -m mark ! --mark 0x00004000/0x00004000 -j RETURN',
    '-A KUBE-POSTROUTING -j MARK --xor-mark 0x00004000',
    '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
    '-A KUBE-MARK-MASQ -j MARK --or-mark 0x00004000',
    '-A KUBE-SERVICES -m comment --comment "default/nginx-svc cluster IP" -m tcp -p tcp -d 10.104.112.175 --dport 8080 -j KUBE-SVC-HL5LMXD5JFHQZ6LN',
    '-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc cluster IP" -m tcp -p tcp -d 10.104.112.175 --dport 8080 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ',
    '-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc -> 10.244.0.2:80" -m statistic --mode random --probability 0.5000000000 -j KUBE-SEP-T5AFCZ323NYPWW2A',
    '-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc -> 10.244.1.4:80" -j KUBE-SEP-RQ66ZV5Y2RYOH2X3',
    '-A KUBE-SEP-T5AFCZ323NYPWW2A -m comment --comment default/nginx-svc -s 10.244.0.2 -j KUBE-MARK-MASQ',
    '-A KUBE-SEP-T5AFCZ323NYPWW2A -m comment --comment default/nginx-svc -m tcp -p tcp -j DNAT --to-destination 10.244.0.2:80',
    '-A KUBE-SEP-RQ66ZV5Y2RYOH2X3 -m comment --comment default/nginx-svc -s 10.244.1.4 -j KUBE-MARK-MASQ',
    '-A KUBE-SEP-RQ66ZV5Y2RYOH2X3 -m comment --comment default/nginx-svc -m tcp -p tcp -j DNAT --to-destination 10.244.1.4:80',
    '-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
  ]);
});

it('is shown by iptables-save with the probabilities that the kernel keeps', () => {
  const saved = natOf(printSave(nodeRuleset(article(['10.244.0.2', '10.244.1.4', '10.244.1.7']))));
  expect(saved.filter((line) => line.includes(' -> '))).toEqual([
    '-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc -> 10.244.0.2:80" -m statistic --mode random --probability 0.33333333349 -j KUBE-SEP-T5AFCZ323NYPWW2A',
    '-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc -> 10.244.1.4:80" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-RQ66ZV5Y2RYOH2X3',
    '-A KUBE-SVC-HL5LMXD5JFHQZ6LN -m comment --comment "default/nginx-svc -> 10.244.1.7:80" -j KUBE-SEP-KQV5JZPAAUPURZEY',
  ]);
});
