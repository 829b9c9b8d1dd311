import { stringify } from 'yaml';
import type { FieldPath, Note, ProxySettings, SourceText } from '../model';
import { Notes } from '../noter';
import { isData, type RawObject, readDocuments } from '../text/documents';
import { readEmbedded } from '../text/embedded';
import { SETTING_PATHS } from './proxySchema';
import { PROXY_REF, readProxySettings } from './proxySettings';

const GROUP = 'kubeproxy.config.k8s.io/';

/** A KubeProxyConfiguration of the text: on its own, or within kube-proxy's ConfigMap. */
function configurationIn(raw: RawObject, sources: readonly SourceText[], notes: Notes): readonly RawObject[] {
  const { kind, apiVersion } = raw.value;
  if (kind === PROXY_REF.kind && (typeof apiVersion !== 'string' || apiVersion.startsWith(GROUP)))
    return [raw];
  const inner = kind === 'ConfigMap' ? configurationOf(raw) : undefined;
  const source = inner && sources.find(({ name }) => name === raw.range.source);
  if (!inner || !source) return [];
  const embedded = readEmbedded(raw, ['data', inner.key], inner.text, source);
  notes.all.push(...embedded.notes);
  return embedded.objects.filter(({ value }) => value.kind === PROXY_REF.kind);
}

/** kubeadm, kind and others keep it in kube-system/kube-proxy, data["config.conf"]; names differ elsewhere. */
function configurationOf({
  value: { metadata, data },
}: RawObject): { key: string; text: string } | undefined {
  if (!isData(metadata) || metadata.namespace !== 'kube-system' || !isData(data)) return undefined;
  for (const [key, text] of Object.entries(data))
    if (typeof text === 'string' && /^kind:\s*["']?KubeProxyConfiguration\b/m.test(text))
      return { key, text };
  return undefined;
}

export interface FoundProxy {
  readonly settings: ProxySettings;
  readonly raw: RawObject;
}

/** Takes kube-proxy's configuration out of the objects of a text; the last one counts. */
export function takeProxy(
  raws: readonly RawObject[],
  sources: readonly SourceText[],
  notes: Notes,
): { readonly proxy?: FoundProxy; readonly rest: readonly RawObject[] } {
  let proxy: FoundProxy | undefined;
  const rest = raws.filter((raw) => {
    const found = configurationIn(raw, sources, notes);
    for (const one of found) {
      if (proxy)
        notes.add('warning', 'duplicate-object', { raw: one, ref: PROXY_REF }, [], {
          line: proxy.raw.range.line,
        });
      proxy = { settings: readProxySettings(one, notes), raw: one };
    }
    return found.length === 0;
  });
  return proxy ? { proxy, rest } : { rest };
}

/**
 * Reads a pasted KubeProxyConfiguration, alone or in its ConfigMap. Fields that are absent or empty are absent in the
 * result; what is wrong or not simulated is noted with its line and column. No settings where there is no such object
 * or the text cannot be read.
 */
export function parseProxyConfiguration(
  text: string,
  name = 'kube-proxy.yaml',
): { readonly settings?: ProxySettings; readonly notes: readonly Note[] } {
  const sources = [{ name, text }];
  const documents = readDocuments(sources);
  const notes = new Notes();
  notes.all.push(...documents.notes);
  if (documents.broken) return { notes: notes.all };
  const { proxy, rest } = takeProxy(documents.objects, sources, notes);
  // Settings alone, without the two lines above them, are plain enough.
  const [only] = rest;
  if (!proxy && only && rest.length === 1 && only.value.kind === undefined)
    return { settings: readProxySettings(only, notes), notes: notes.all };
  if (only)
    notes.add('error', 'not-proxy-configuration', { raw: only }, [], { name: String(only.value.kind) });
  return proxy ? { settings: proxy.settings, notes: notes.all } : { notes: notes.all };
}

type Printable = { readonly [K in keyof ProxySettings]?: unknown };

/**
 * Settings as a KubeProxyConfiguration. Settings that are no part of it are left out; detectLocalMode `none`, which it
 * does not have, is written as what comes to the same: an empty clusterCIDR.
 */
export function printProxyConfiguration(settings: Printable): string {
  const none = settings.detectLocalMode === 'none';
  const given = none ? { ...settings, detectLocalMode: 'ClusterCIDR', clusterCIDR: '' } : settings;
  const document: Record<string, unknown> = { apiVersion: `${GROUP}v1alpha1`, kind: PROXY_REF.kind };
  for (const [setting, path] of Object.entries(SETTING_PATHS)) {
    const value = given[setting as keyof ProxySettings];
    if (value !== undefined) put(document, path, value);
  }
  return stringify(document);
}

function put(document: Record<string, unknown>, path: FieldPath, value: unknown): void {
  const [key = '', ...rest] = path.map(String);
  if (rest.length === 0) document[key] = value;
  else {
    const inner = (document[key] ?? {}) as Record<string, unknown>;
    document[key] = inner;
    put(inner, rest, value);
  }
}
