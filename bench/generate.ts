import {
  completeConfig,
  type EndpointSlice,
  generateRules,
  type ProxyObjects,
  type Service,
} from '../src/engine';
import { type Measure, time } from './measure';

const ENDPOINTS = 10;
const RUNS = 5;

const config = completeConfig({
  nodeName: 'node-1',
  nodeIPs: ['192.168.0.11'],
  podCIDR: '10.128.0.0/24',
  clusterCIDR: '10.128.0.0/9',
});

/** ClusterIP Services, each with one port and ten ready endpoints on ten nodes. */
export function clusterOf(services: number): ProxyObjects {
  const made: { services: Service[]; endpointSlices: EndpointSlice[] } = { services: [], endpointSlices: [] };
  for (let i = 0; i < services; i++) {
    const name = `web-${i}`;
    const namespace = `team-${i % 50}`;
    made.services.push({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: {
        type: 'ClusterIP',
        clusterIP: `10.96.${i >> 8}.${i & 255}`,
        ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
      },
    });
    made.endpointSlices.push({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
      endpoints: Array.from({ length: ENDPOINTS }, (_, e) => endpoint(i * ENDPOINTS + e, e)),
    });
  }
  return { ...made, nodes: [] };
}

function endpoint(n: number, node: number) {
  return {
    addresses: [`10.${128 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`],
    conditions: { ready: true, serving: true, terminating: false },
    nodeName: `node-${node}`,
  };
}

/** The same cluster after one endpoint of one Service moved: one slice is another object. */
function moved(objects: ProxyObjects, run: number): ProxyObjects {
  const endpointSlices = [...objects.endpointSlices];
  const at = (endpointSlices.length >> 1) + run;
  const slice = endpointSlices[at] as EndpointSlice;
  const endpoints = [...(slice.endpoints ?? [])];
  endpoints[3] = endpoint(0x7f0000 + run, 3);
  endpointSlices[at] = { ...slice, endpoints };
  return { ...objects, endpointSlices };
}

/** Objects in, text out, as iptables-restore reads it; each piece is looked into, so that none of the work is put off. */
function sync(objects: ProxyObjects): { ms: number; text: readonly string[] } {
  let text: readonly string[] = [];
  const ms = time(() => {
    text = generateRules(objects, config).payload;
    for (const piece of text) piece.charCodeAt(piece.length >> 1);
  });
  return { ms, text };
}

const best = (times: readonly number[]): number => Math.min(...times);

/** One full sync of kube-proxy's rules from nothing, and again after one endpoint changed. The best of five each. */
export function* generateBench(): Generator<Measure> {
  for (const services of [1000, 5000, 10_000]) {
    const name = `generate/${services}x${ENDPOINTS}`;
    const cold: number[] = [];
    const warm: number[] = [];
    let note = '';
    let objects = clusterOf(services);
    for (let run = 0; run < RUNS; run++) {
      objects = clusterOf(services);
      const { ms, text } = sync(objects);
      cold.push(ms);
      const whole = text.join('');
      note = `${whole.split('\n-A').length - 1} rules, ${whole.length} bytes`;
    }
    for (let run = 0; run < RUNS; run++) {
      objects = moved(objects, run);
      warm.push(sync(objects).ms);
    }
    yield { name: `${name}/cold`, value: best(cold), unit: 'ms', note };
    yield { name: `${name}/one-change`, value: best(warm), unit: 'ms', note };
  }
}
