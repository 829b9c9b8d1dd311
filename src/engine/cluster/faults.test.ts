import { describe, expect, it } from 'vitest';
import { withFaults } from './faults';
import type { ClusterFaults } from './faults.types';
import { loadCluster } from './load';

const TEXT = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: all }
spec: { selector: { app: web }, publishNotReadyAddresses: true, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: byhand }
spec: { ports: [{ port: 80 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: byhand-1, labels: { kubernetes.io/service-name: byhand } }
addressType: IPv4
ports: [{ port: 80 }]
endpoints: [{ addresses: [10.244.0.11], targetRef: { kind: Pod, name: a } }]
---
apiVersion: v1
kind: Pod
metadata: { name: a, labels: { app: web } }
spec: { nodeName: n1, containers: [{ name: c, ports: [{ containerPort: 80 }] }] }
status: { podIP: 10.244.0.11 }
---
apiVersion: v1
kind: Pod
metadata: { name: b, labels: { app: web } }
spec: { nodeName: n2, containers: [{ name: c, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: leaving, labels: { app: web }, deletionTimestamp: "2026-01-01T00:00:00Z" }
spec: { nodeName: n2, containers: [{ name: c }] }
---
apiVersion: v1
kind: Pod
metadata: { name: sick, labels: { app: web } }
spec: { nodeName: n1, containers: [{ name: c }] }
status: { conditions: [{ type: Ready, status: "False" }] }
---
apiVersion: v1
kind: Node
metadata: { name: n1 }
---
apiVersion: v1
kind: Node
metadata: { name: n2 }
`;

const settled = loadCluster([{ name: 'a.yaml', text: TEXT }]).cluster;
if (!settled) throw new Error('not read');
const cluster = settled;

/** `a ready serving`, an endpoint a line. */
function endpoints(service: string, faults: ClusterFaults): readonly string[] {
  return withFaults(cluster, faults)
    .endpointSlices.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap(({ endpoints = [] }) => endpoints)
    .map(({ targetRef, conditions = {} }) =>
      [targetRef?.name, ...Object.entries(conditions).flatMap(([name, on]) => (on ? [name] : []))].join(' '),
    );
}

describe('endpoints', () => {
  it('are ready as the text has it where nothing fails', () => {
    expect(endpoints('web', {})).toEqual([
      'a ready serving',
      'b ready serving',
      'leaving serving terminating',
      'sick',
    ]);
    expect(withFaults(cluster, {})).toBe(cluster);
    expect(withFaults(cluster, { pods: { 'default/a': { ready: true } } })).toBe(cluster);
  });
  it('of a Pod whose probe fails are neither ready nor serving', () => {
    const faults = { pods: { 'default/a': { ready: false }, 'default/leaving': { ready: false } } };
    expect(endpoints('web', faults)).toEqual(['a', 'b ready serving', 'leaving terminating', 'sick']);
  });
  it('stay ready where not ready addresses are published', () => {
    expect(endpoints('all', { pods: { 'default/a': { ready: false } } })[0]).toBe('a ready');
  });
  it('of a Pod that gets well are ready', () => {
    expect(endpoints('web', { pods: { 'default/sick': { ready: true } } })[3]).toBe('sick ready serving');
  });
  it('that somebody wrote by hand are nobody’s business', () => {
    expect(endpoints('byhand', { pods: { 'default/a': { ready: false } } })).toEqual(['a']);
    const [slice] = withFaults(cluster, { pods: { 'default/a': { ready: false } } }).endpointSlices.filter(
      ({ metadata }) => metadata.name === 'byhand-1',
    );
    expect(slice?.endpoints?.[0]?.conditions).toBeUndefined();
  });
  it('stay while nobody has noticed that a node is down, and go when it is marked', () => {
    expect(endpoints('web', { nodes: { n2: { down: 'died' } } })[1]).toBe('b ready serving');
    expect(endpoints('web', { nodes: { n2: { down: 'not-ready' } } })).toEqual([
      'a ready serving',
      'b',
      'leaving terminating',
      'sick',
    ]);
    expect(endpoints('all', { nodes: { '*': { down: 'not-ready' } } })).toEqual([
      'a ready',
      'b ready',
      'leaving ready terminating',
      'sick ready',
    ]);
  });
});

it('Pods and nodes say what is wrong with them', () => {
  const faulty = withFaults(cluster, {
    pods: { 'default/a': { listens: 'none' }, 'default/b': { listens: 'localhost', ready: false } },
    nodes: { n1: { down: 'died' } },
  });
  expect(faulty.pods.slice(0, 2)).toMatchObject([
    { name: 'a', ready: true, listening: 'none', listens: [] },
    { name: 'b', ready: false, listening: 'localhost', listens: [{ port: 80 }] },
  ]);
  expect(faulty.nodes.map(({ down }) => down)).toEqual(['died', undefined]);
});

it('the same faults again change nothing', () => {
  const faults = {
    pods: { 'default/a': { listens: 'none', ready: false } },
    nodes: { n2: { down: 'not-ready' } },
  } as const;
  const once = withFaults(cluster, faults);
  expect(withFaults(once, faults)).toBe(once);
});

it('a name that every object has is no Pod’s', () => {
  expect(withFaults(cluster, { pods: JSON.parse('{"constructor": {"ready": false}}') })).toBe(cluster);
});
