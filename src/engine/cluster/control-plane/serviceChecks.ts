import type { Service, ServicePort } from '../api';
import type { Entry, Notes } from '../noter';
import { DEFAULTS } from './defaults';
import { clusterIpsOf } from './families';

/**
 * What the API server refuses about a Service beyond the shape of its fields (validation.go, ValidateService). The
 * offending field or port is taken out, and said to be.
 */
export function admitService(entry: Entry<Service>, notes: Notes): Service {
  const { object } = entry;
  const spec = { ...object.spec };
  const type = spec.type ?? 'ClusterIP';
  const headless = clusterIpsOf(object)[0] === 'None';
  const refuse = (
    code: 'headless-not-allowed' | 'policy-not-allowed' | 'ranges-not-allowed',
    field: keyof Service['spec'],
  ) => {
    notes.add('error', code, entry, ['spec', field], { type });
    delete (spec as Record<string, unknown>)[field];
  };
  if (headless && (type === 'NodePort' || type === 'LoadBalancer')) {
    refuse('headless-not-allowed', spec.clusterIPs?.length ? 'clusterIPs' : 'clusterIP');
    delete (spec as Record<string, unknown>).clusterIP;
    delete (spec as Record<string, unknown>).clusterIPs;
  }
  const external = type === 'NodePort' || type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  if (spec.externalTrafficPolicy && !external) refuse('policy-not-allowed', 'externalTrafficPolicy');
  if (spec.loadBalancerSourceRanges?.length && type !== 'LoadBalancer')
    refuse('ranges-not-allowed', 'loadBalancerSourceRanges');
  if (type === 'ExternalName' && !spec.externalName)
    notes.add('error', 'external-name-missing', entry, ['spec', 'externalName']);
  if (allPorts(entry).length === 0 && type !== 'ExternalName' && !headless)
    notes.add('error', 'service-no-ports', entry, ['spec', 'ports']);
  const ports = admitPorts(entry, spec.ports ?? [], type, notes);
  return { ...object, spec: { ...spec, ports } };
}

function admitPorts(
  entry: Entry<Service>,
  ports: readonly ServicePort[],
  type: string,
  notes: Notes,
): readonly ServicePort[] {
  const names = new Set<string>();
  const numbers = new Set<string>();
  const written = writtenPorts(entry);
  return ports.flatMap((port, i) => {
    const at = ['spec', 'ports', written[i] ?? i];
    const { name = '', protocol = 'TCP' } = port;
    const number = `${protocol} ${port.port}`;
    if (names.has(name)) {
      notes.add(
        'error',
        name === '' ? 'port-needs-name' : 'port-name-twice',
        entry,
        name === '' ? at : [...at, 'name'],
        { name, port: port.port },
      );
      return [];
    }
    if (numbers.has(number)) {
      notes.add('error', 'port-twice', entry, [...at, 'port'], { port: port.port, proto: protocol });
      return [];
    }
    if (name === '' && ports.length > 1)
      notes.add('error', 'port-needs-name', entry, at, { name, port: port.port, context: 'kept' });
    names.add(name);
    numbers.add(number);
    const { nodePort, ...rest } = port;
    if (!nodePort) return [rest];
    const { from: min, to: max } = DEFAULTS.nodePorts;
    if (type !== 'NodePort' && type !== 'LoadBalancer')
      notes.add('error', 'node-port-not-used', entry, [...at, 'nodePort'], { type, port: nodePort });
    // A real cluster may have given it out: --service-node-port-range.
    else if ((nodePort >= min && nodePort <= max) || entry.object.metadata.uid) return [port];
    else
      notes.add('error', 'out-of-range', entry, [...at, 'nodePort'], {
        value: nodePort,
        min,
        max,
        context: 'field',
      });
    return [rest];
  });
}

/** Where the ports that passed the schema stand in the text: entries that failed it are gone from the object. */
export function writtenPorts(entry: Entry<Service>): readonly number[] {
  const all = allPorts(entry);
  const { ports = [] } = entry.object.spec;
  if (all.length === ports.length) return all.map((_, i) => i);
  const kept = new Set(ports.map(({ port }) => port));
  return all.flatMap((port, i) => (kept.has(Number(port?.port)) ? [i] : []));
}

/** The ports as they are written, wrong ones too. */
function allPorts({ raw }: Entry<Service>): readonly { readonly port?: unknown }[] {
  const spec = raw.value.spec as { readonly ports?: unknown } | undefined;
  return Array.isArray(spec?.ports) ? spec.ports : [];
}
