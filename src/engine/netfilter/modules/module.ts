import type { IpFamily } from '../../net/address';
import type { ModuleTest } from '../facts';
import type { Match } from '../model';
import type { Clause, Option } from '../parse/parse-clause';
import type { Sets } from './ipset';

/**
 * Reads the options of one `-m` clause. Undefined: something in it is not known, so the whole clause is not evaluated.
 * `wrong`: no iptables would load it.
 */
export type ModuleReader = (clause: Clause, family: IpFamily, sets: Sets) => Module | 'wrong' | undefined;

export interface Module {
  /** The options as iptables-save prints them; empty where it prints none. */
  readonly options: string;
  readonly test: ModuleTest;
}

export const moduleMatch = (name: string, { options, test }: Module): Match => ({
  kind: 'module',
  name,
  text: options ? `-m ${name} ${options}` : `-m ${name}`,
  test,
});

/** The options by name, when each is one of `known` and stands once; undefined otherwise. */
export function optionMap(
  clause: Clause,
  known: Readonly<Record<string, string>>,
): Map<string, Option> | undefined {
  const found = new Map<string, Option>();
  for (const option of clause.options) {
    const name = known[option.name];
    if (name === undefined || found.has(name) || option.values.length > 1) return undefined;
    found.set(name, option);
  }
  return found;
}

/** `! --dports 80,443` */
export const written = (negate: boolean, ...words: readonly string[]): string =>
  (negate ? '! ' : '') + words.filter(Boolean).join(' ');

/** A decimal or hexadecimal number up to `most`; undefined if it is none. */
export function numberOf(text: string | undefined, most: number): number | undefined {
  const value = /^(0[xX][0-9a-fA-F]+|\d+)$/.test(text ?? '') ? Number(text) : Number.NaN;
  return value <= most ? value : undefined;
}
