import {
  type ConfigProblem,
  completeConfig,
  configProblems,
  PROXY_DEFAULTS,
  type ProxyConfig,
} from '../engine';
import { CliFailure } from './failure';
import { readSource } from './input';
import { jsonErrorOffset } from './jsonErrorOffset';

const FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(PROXY_DEFAULTS),
  'podCIDR',
  'clusterCIDR',
  'bridgeInterface',
  'interfaceNamePrefix',
]);

/** `--proxy`: kube-proxy's settings as JSON, or `@FILE` with them. Throws a CliFailure that says what is allowed. */
export function proxyOption(given: string | undefined): Partial<ProxyConfig> {
  if (given === undefined) return {};
  const file = given.startsWith('@') ? given.slice(1) : undefined;
  const name = file ?? '--proxy';
  const text = file === undefined ? given : readSource(file).text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, column } = lineOf(text, jsonErrorOffset(text));
    throw new CliFailure(`${name}:${line}:${column}: not valid JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CliFailure(`${name}:1:1: settings are expected as an object, such as {"masqueradeAll": true}`);
  for (const field of Object.keys(value))
    if (!FIELDS.has(field))
      throw new CliFailure(
        `${at(name, text, field)}: no setting ${field}; there are ${[...FIELDS].join(', ')}`,
      );
  const settings = value as Partial<ProxyConfig>;
  const [problem] = configProblems(completeConfig(settings));
  if (problem) throw new CliFailure(`${at(name, text, problem.field)}: ${problemText(problem)}`);
  if (settings.mode === 'nftables')
    throw new CliFailure(`${at(name, text, 'mode')}: nftables mode is not supported yet`);
  return settings;
}

const problemText = ({ field, value, allowed }: ConfigProblem) => `${field} is ${value}; allowed: ${allowed}`;

function at(name: string, text: string, field: string): string {
  const { line, column } = lineOf(text, Math.max(0, text.indexOf(JSON.stringify(field))));
  return `${name}:${line}:${column}`;
}

function lineOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
