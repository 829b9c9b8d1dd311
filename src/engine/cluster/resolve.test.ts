import { expect, it } from 'vitest';
import { addressKind } from './kinds';
import { resolveTarget } from './resolve';
import { app, cluster, node, pod, service, workload } from './testing/manifests';

const shop = cluster(
  node('a', '10.0.0.5', '10.244.0.0/24'),
  service('shop/web', {
    type: 'NodePort',
    clusterIP: '10.96.1.1',
    ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }],
  }),
  service('shop/dns', {
    clusterIP: '10.96.1.2',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'metrics', port: 9153 },
    ],
  }),
  service('db', { clusterIP: 'None', selector: app('db'), ports: [{ port: 5432 }] }),
  service('docs', { type: 'ExternalName', externalName: 'docs.example' }),
  service('empty', { clusterIP: 'None', selector: app('nobody') }),
  service('v6', { clusterIP: 'fd00:10:96::9' }),
  workload('StatefulSet', 'db', { serviceName: 'db', replicas: 2 }),
  pod('shop/cart', {}, { status: { podIP: '10.244.0.77' } }),
);
const FROM = 'pod/shop/cart';

const told = (text: string, from?: string): string => {
  const target = resolveTarget(shop, text, from);
  if ('problem' in target)
    return `${target.problem.code} ${Object.values(target.problem.params).join(' ')}`.trim();
  return [target.ip, target.port, target.proto, target.what].filter(Boolean).join(' ');
};

it.each([
  ['10.0.0.5:30080', '10.0.0.5 30080 address'],
  ['[fd00::1]:80', 'fd00::1 80 address'],
  ['svc/shop/web:80', '10.96.1.1 80 tcp service'],
  ['svc/shop/web:http', '10.96.1.1 80 tcp service'],
  ['svc/shop/web', '10.96.1.1 80 tcp service'],
  ['svc/shop/dns:dns', '10.96.1.2 53 udp service'],
  ['svc/v6:80', 'fd00:10:96::9 80 tcp service'],
  ['web.shop:80', '10.96.1.1 80 tcp service'],
  ['web.shop.svc:80', '10.96.1.1 80 tcp service'],
  ['web.shop.svc.cluster.local:80', '10.96.1.1 80 tcp service'],
  ['web.shop.svc.cluster.local.:80', '10.96.1.1 80 tcp service'],
  ['db:5432', '10.244.0.78 5432 tcp headless'],
  ['db:9999', '10.244.0.78 9999 headless'],
  ['db-1.db.default.svc.cluster.local:5432', '10.244.0.79 5432 pod'],
  ['pod/shop/cart:80', '10.244.0.77 80 pod'],
  ['pod/shop/cart', '10.244.0.77 80 tcp pod'],
  ['node/a:30080', '10.0.0.5 30080 node'],
])('%s is %s', (text, expected) => {
  expect(told(text)).toBe(expected);
});

it("completes names with the sender's namespace", () => {
  expect(told('web:80')).toBe('target-unknown-service default/web shop/web near');
  expect(told('web:80', FROM)).toBe('10.96.1.1 80 tcp service');
});

it.each([
  ['svc/shop/wbe:80', 'target-unknown-service shop/wbe shop/web near'],
  ['svc/shop/nothing-like-it:80', 'target-unknown-service shop/nothing-like-it'],
  ['nothing-like-it:80', 'target-unknown-name nothing-like-it'],
  ['www.example.org:80', 'target-unknown-name www.example.org'],
  ['svc/shop/web:81', 'target-service-port shop/web 80 (http) 81'],
  ['svc/shop/dns', 'target-no-port shop/dns 53 (dns), 9153 (metrics)'],
  ['svc/docs:80', 'target-external-name default/docs docs.example'],
  ['empty:80', 'target-headless-empty default/empty'],
  ['pod/shop/none:80', 'target-unknown-pod shop none'],
  ['node/none:80', 'target-unknown-node none'],
  ['10.0.0.5', 'target-no-port'],
  ['10.0.0.5:0', 'target-bad-port 0'],
  ['10.0.0.5:99999', 'target-bad-port 99999'],
  ['what/ever/it/is:80', 'target-syntax what/ever/it/is:80'],
  ['', 'target-syntax'],
])('%s: %s', (text, expected) => {
  expect(told(text)).toBe(expected);
});

it('gives all addresses that DNS answers for a headless Service', () => {
  const target = resolveTarget(shop, 'db:5432');
  expect('answers' in target && target.answers).toEqual(['10.244.0.78', '10.244.0.79']);
});

it.each([
  ['10.96.1.1', 'cluster'],
  ['10.96.200.200', 'cluster'],
  ['10.0.0.5', 'node'],
  ['10.244.0.77', 'pod'],
  ['10.244.0.1', 'pod'],
  ['10.0.0.1', 'outside'],
  ['8.8.8.8', 'outside'],
  ['nonsense', 'outside'],
] as const)('%s is a %s address', (address, kind) => {
  expect(addressKind(shop, address)).toBe(kind);
});
