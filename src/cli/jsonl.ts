import {
  completeConfig,
  configProblems,
  type EndpointSlice,
  generateRules,
  type Node,
  type ProxyObjects,
  type ProxyRules,
  type Service,
} from '../engine';
import { printCanonical } from '../report/canonical';

/** One cluster and the settings of one kube-proxy, as a line of a corpus file holds them. */
export interface RulesCase {
  readonly name?: unknown;
  readonly proxy?: unknown;
  readonly objects?: unknown;
}

export type CaseResult =
  | { readonly name: string; readonly canonical: string }
  | { readonly name: string; readonly error: string };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sortedByKind(objects: readonly unknown[]): ProxyObjects {
  const services: Service[] = [];
  const endpointSlices: EndpointSlice[] = [];
  const nodes: Node[] = [];
  for (const [i, object] of objects.entries()) {
    if (!isRecord(object) || !isRecord(object.metadata)) throw new Error(`objects[${i}] has no metadata`);
    if (object.kind === 'Service') {
      if (!isRecord(object.spec)) throw new Error(`objects[${i}] has no spec`);
      services.push(object as unknown as Service);
    } else if (object.kind === 'EndpointSlice') endpointSlices.push(object as unknown as EndpointSlice);
    else if (object.kind === 'Node') nodes.push(object as unknown as Node);
    else throw new Error(`objects[${i}]: kind ${JSON.stringify(object.kind)} is not read by kube-proxy`);
  }
  return { services, endpointSlices, nodes };
}

/** kube-proxy's rules for a case. Throws an Error whose message says what is wrong with the case. */
export function rulesOfCase(given: RulesCase): ProxyRules {
  const { proxy = {}, objects = [] } = given;
  if (!isRecord(proxy)) throw new Error('proxy is not an object');
  if (!Array.isArray(objects)) throw new Error('objects is not a list');
  const config = completeConfig(proxy);
  const [problem] = configProblems(config);
  if (problem) throw new Error(`proxy.${problem.field} is ${problem.value}, allowed: ${problem.allowed}`);
  if (config.mode === 'nftables') throw new Error('nftables mode is not supported yet');
  return generateRules(sortedByKind(objects), config);
}

/** The canonical text of a case, or why there is none. Never throws. */
export function canonicalOfCase(given: unknown): CaseResult {
  const name = isRecord(given) && typeof given.name === 'string' ? given.name : '';
  try {
    if (!isRecord(given)) throw new Error('not an object');
    return { name, canonical: printCanonical(rulesOfCase(given).ruleset) };
  } catch (error) {
    return { name, error: error instanceof Error ? error.message : String(error) };
  }
}
