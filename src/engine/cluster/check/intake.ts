import type { EndpointSlice, Node, ObjectMeta, ObjectRef, Pod, Service, Workload } from '../api';
import { refKey } from '../api';
import { nameSuffix } from '../control-plane/hash';
import { type Entry, type Notes, named } from '../noter';
import type { RawObject } from '../text/documents';
import { pathText } from '../text/path';
import { checkObject } from './check';
import type { LegacyEndpoints } from './legacyEndpoints';
import { READ_KINDS, type ReadKind } from './schemas';
import { nearest } from './spelling';
import { decidesTraffic, noteUnsimulated } from './unsimulated';

/** The objects of the text by kind, checked, in the text's order. */
export interface Intake {
  readonly services: Entry<Service>[];
  readonly slices: Entry<EndpointSlice>[];
  readonly endpoints: Entry<LegacyEndpoints>[];
  readonly nodes: Entry<Node>[];
  readonly pods: Entry<Pod>[];
  readonly workloads: Entry<Workload>[];
  readonly namespaces: string[];
  /** Every object with a name, also those of kinds that are not read. */
  readonly entries: ReadonlyMap<string, Entry<unknown>>;
}

const WORKLOADS = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job']);

export function takeIn(raws: readonly RawObject[], notes: Notes): Intake {
  const entries = new Map<string, Entry<unknown>>();
  const others = new Map<string, { raw: RawObject; count: number; kind: string }>();
  for (const raw of raws) {
    const { kind } = raw.value;
    if (typeof kind !== 'string' || kind === '') {
      notes.add('error', 'missing-kind', { raw }, []);
      continue;
    }
    const read = readKind(raw, notes);
    if (!read) {
      const name = kindName(raw);
      const seen = others.get(name);
      if (seen) seen.count++;
      else others.set(name, { raw, count: 1, kind });
      continue;
    }
    const entry = checked(raw, kind, read, notes);
    if (entry) add(entries, entry, notes);
  }
  for (const [name, { raw, count, kind }] of others) {
    const meant = nearest(kind, Object.keys(READ_KINDS));
    if (meant !== undefined) notes.add('error', 'unknown-kind', { raw }, ['kind'], { name, meant });
    else
      notes.add(
        'info',
        decidesTraffic(kind) ? 'unsimulated-traffic-kind' : 'unsimulated-kind',
        { raw },
        ['kind'],
        {
          name,
          count,
        },
      );
  }
  return sorted(entries, notes);
}

/** `Service`, or with its group where a kind of that name is read from another: `Service (serving.knative.dev)`. */
function kindName({ value: { kind, apiVersion } }: RawObject): string {
  return Object.hasOwn(READ_KINDS, String(kind))
    ? `${kind} (${String(apiVersion).split('/')[0]})`
    : String(kind);
}

function readKind(raw: RawObject, notes: Notes): ReadKind | undefined {
  const kind = String(raw.value.kind);
  const { apiVersion } = raw.value;
  const read = Object.hasOwn(READ_KINDS, kind) ? READ_KINDS[kind] : undefined;
  if (!read) return undefined;
  if (typeof apiVersion !== 'string') {
    notes.add('warning', 'missing-api-version', { raw }, ['kind'], { kind, wanted: read.apiVersion });
    return read;
  }
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  if (apiVersion === read.apiVersion) return read;
  // Another project's kind of the same name (a Knative Service) is not this one.
  if (group.includes('.') && group !== read.group && group !== 'extensions') return undefined;
  notes.add('warning', 'unknown-api-version', { raw }, ['apiVersion'], {
    kind,
    value: apiVersion,
    wanted: read.apiVersion,
  });
  return read;
}

function checked(raw: RawObject, kind: string, read: ReadKind, notes: Notes): Entry<unknown> | undefined {
  const { value, findings } = checkObject(read.schema, raw.value);
  const meta = (value ?? raw.value).metadata as ObjectMeta | undefined;
  const name =
    meta?.name ??
    (meta?.generateName === undefined
      ? undefined
      : meta.generateName + nameSuffix(JSON.stringify(raw.value), 5));
  const namespace = read.namespaced ? (meta?.namespace ?? 'default') : undefined;
  const ref: ObjectRef | undefined =
    typeof name === 'string' ? { kind, ...(namespace === undefined ? {} : { namespace }), name } : undefined;
  for (const { severity, code, path, params, effect } of findings)
    notes.add(severity, code, { raw, ...(ref ? { ref } : {}) }, path, {
      ...params,
      ...(effect ? { context: effect } : {}),
    });
  misplaced(raw, read, ref, notes);
  if (!ref) {
    const said = findings.some((f) => pathText(f.path).startsWith('metadata'));
    if (!said) notes.add('error', 'missing-name', { raw }, ['metadata'], { kind });
    return undefined;
  }
  if (!value || meta?.name === undefined) {
    if (!value || meta?.generateName === undefined) return undefined;
  }
  const object = {
    ...value,
    kind,
    metadata: { ...meta, name, ...(namespace === undefined ? {} : { namespace }) },
  };
  return { object, ref, raw };
}

/** A field of `spec` that stands beside it, mostly by indentation. */
function misplaced(raw: RawObject, read: ReadKind, ref: ObjectRef | undefined, notes: Notes): void {
  const spec = read.schema.fields.spec;
  if (spec?.kind !== 'object') return;
  for (const field of Object.keys(raw.value))
    if (Object.hasOwn(spec.fields, field) && !Object.hasOwn(read.schema.fields, field))
      notes.add('warning', 'misplaced', { raw, ...(ref ? { ref } : {}) }, [field], { field });
}

/** As with `kubectl apply`, what comes later replaces what came before. */
function add(entries: Map<string, Entry<unknown>>, entry: Entry<unknown>, notes: Notes): void {
  const key = refKey(entry.ref);
  const earlier = entries.get(key);
  if (earlier) {
    const { line, source } = earlier.raw.range;
    const first = source === entry.raw.range.source ? `${line}` : `${source}:${line}`;
    notes.add('warning', 'duplicate-object', entry, [], { line: first, object: named(entry.ref) });
    entries.delete(key);
  }
  entries.set(key, entry);
}

function sorted(entries: ReadonlyMap<string, Entry<unknown>>, notes: Notes): Intake {
  const intake: Intake = {
    services: [],
    slices: [],
    endpoints: [],
    nodes: [],
    pods: [],
    workloads: [],
    namespaces: [],
    entries,
  };
  for (const entry of entries.values()) {
    noteUnsimulated(entry, notes);
    const { kind } = entry.ref;
    if (kind === 'Service') intake.services.push(entry as Entry<Service>);
    else if (kind === 'EndpointSlice') intake.slices.push(entry as Entry<EndpointSlice>);
    else if (kind === 'Endpoints') intake.endpoints.push(entry as Entry<LegacyEndpoints>);
    else if (kind === 'Node') intake.nodes.push(entry as Entry<Node>);
    else if (kind === 'Pod') intake.pods.push(entry as Entry<Pod>);
    else if (kind === 'Namespace') intake.namespaces.push(entry.ref.name);
    else if (WORKLOADS.has(kind)) intake.workloads.push(entry as Entry<Workload>);
  }
  return intake;
}
