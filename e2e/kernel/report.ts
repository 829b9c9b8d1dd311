import { printSave } from '../../src/engine';
import { diff } from './diff';
import { packetText } from './lines';
import type { Failure } from './run';

const plain = (endpoint: string) => endpoint;

/** Rules that either side went through, so that a report is not the whole ruleset twice over. */
export function failureText({ scenario, network, at, packet, differences }: Failure, whole: boolean): string {
  const shot = scenario.shots[at];
  const lines = [
    `FAILED ${scenario.name}, packet ${at + 1}: ${shot?.from} sends ${packetText(packet, plain, false)}`,
  ];
  for (const { what, engine, kernel } of differences) {
    lines.push(`  ${what}`);
    for (const { side, text } of diff(engine, kernel))
      if (whole || side !== 'both') lines.push(`    ${side === 'both' ? '      ' : side} ${text}`);
  }
  if (!whole) return lines.join('\n');
  lines.push(
    '',
    '  objects and options',
    `    ${JSON.stringify(scenario.objects)}`,
    `    ${JSON.stringify(scenario.options)}`,
  );
  if (scenario.extra) lines.push(`    ${JSON.stringify(scenario.extra)}`);
  for (const before of scenario.shots.slice(0, at)) lines.push(`    before it: ${JSON.stringify(before)}`);
  lines.push(`    packet: ${JSON.stringify(shot)}`);
  for (const machine of network.machines.values()) {
    const ruleset = machine.ruleset(packet.family);
    if (!ruleset) continue;
    lines.push('', `  rules of ${machine.id}`);
    lines.push(
      ...printSave(ruleset)
        .trimEnd()
        .split('\n')
        .map((l) => `    ${l}`),
    );
  }
  return lines.join('\n');
}
