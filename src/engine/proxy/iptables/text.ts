import type { EndpointSlice, Service } from '../../cluster/api';
import type { IpFamily } from '../../net/address';
import type { ChainName } from '../../netfilter/model';
import { ruleBody } from '../../netfilter/print/print-rule';
import type { ProxyContext } from '../config/context';
import { plansOf, type ServiceWork } from '../plan/work';
import { servicePortRules } from './service-port';
import type { RuleRun } from './write';

/** What one Service contributes to the payload, as text: lines with their newlines. */
export interface ServiceText {
  readonly filter: string;
  readonly natChains: string;
  readonly nat: string;
}

export function linesOf(runs: readonly RuleRun[], family: IpFamily): string {
  const lines: string[] = [];
  for (const { chain, rules } of runs) {
    const head = `-A ${chain}`;
    for (const rule of rules) lines.push(head, ruleBody(rule, family, 'restore'), '\n');
  }
  return lines.join('');
}

export function declarationsOf(chains: readonly ChainName[]): string {
  const lines: string[] = [];
  for (const chain of chains) lines.push(':', chain, ' - [0:0]\n');
  return lines.join('');
}

function serviceText(work: ServiceWork, context: ProxyContext, comments: boolean): ServiceText {
  let filter = '';
  let natChains = '';
  let nat = '';
  for (const plan of plansOf(work, context)) {
    const rules = servicePortRules(plan, context, comments);
    filter += linesOf(rules.filter, context.family);
    natChains += declarationsOf(rules.natChains);
    nat += linesOf(rules.nat, context.family);
  }
  return { filter, natChains, nat };
}

/** Services to a piece of text: few enough that a change copies little, enough that there are not too many pieces. */
const BLOCK = 64;

interface Block {
  readonly works: readonly ServiceWork[];
  readonly comments: boolean;
  readonly text: ServiceText;
}

function isBlockAt(block: readonly ServiceWork[], works: readonly ServiceWork[], from: number): boolean {
  if (block.length !== Math.min(BLOCK, works.length - from)) return false;
  for (let i = 0; i < block.length; i++) if (block[i] !== works[from + i]) return false;
  return true;
}

const joinTexts = (parts: readonly ServiceText[]): ServiceText => ({
  filter: parts.map(({ filter }) => filter).join(''),
  natChains: parts.map(({ natChains }) => natChains).join(''),
  nat: parts.map(({ nat }) => nat).join(''),
});

interface Known {
  readonly slices: readonly EndpointSlice[];
  readonly comments: boolean;
  readonly text: ServiceText;
}

/**
 * Texts of Services under one context. Of a Service and its slices only the identity is looked at, so a change must be
 * a new object; then nothing is written twice.
 */
export class ServiceTexts {
  private readonly known = new WeakMap<Service, Known>();
  private blocks: readonly Block[] = [];

  /** The texts of many Services, in their order, joined block by block: only a block with a change is joined anew. */
  joined(works: readonly ServiceWork[], context: ProxyContext, comments: boolean): readonly ServiceText[] {
    const blocks: Block[] = [];
    for (let from = 0; from < works.length; from += BLOCK) {
      const before = this.blocks[blocks.length];
      if (before?.comments === comments && isBlockAt(before.works, works, from)) {
        blocks.push(before);
        continue;
      }
      const own = works.slice(from, from + BLOCK);
      const text = joinTexts(own.map((work) => this.of(work, context, comments)));
      blocks.push({ works: own, comments, text });
    }
    this.blocks = blocks;
    return blocks.map(({ text }) => text);
  }

  of(work: ServiceWork, context: ProxyContext, comments: boolean): ServiceText {
    const { service, slices } = work;
    const known = this.known.get(service);
    if (known && known.comments === comments && sameItems(known.slices, slices)) return known.text;
    const text = serviceText(work, context, comments);
    this.known.set(service, { slices, comments, text });
    return text;
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Each node's proxy has its own context; as many as this are remembered. */
const CONTEXTS = 32;

const recent = new Map<string, ServiceTexts>();

/** The texts written before under an equal context. */
export function textsFor({ config, zone }: ProxyContext): ServiceTexts {
  const key = JSON.stringify([{ ...config, existingNATChains: [] }, zone]);
  const texts = recent.get(key) ?? new ServiceTexts();
  recent.delete(key);
  recent.set(key, texts);
  const [oldest] = recent.keys();
  if (recent.size > CONTEXTS && oldest !== undefined) recent.delete(oldest);
  return texts;
}
