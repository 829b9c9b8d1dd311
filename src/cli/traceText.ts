import { type Exchange, formatEntry, formatPacket, printRule, type Step } from '../engine';
import { outcomeText, stepText } from '../i18n';
import { fixText } from '../i18n/fixText';

/** The steps as lines, under a heading for each stay at a machine, and how it ended. */
export function traceText(exchange: Exchange, indices: readonly number[]): string {
  const { steps, outcome } = exchange;
  const lines: string[] = [];
  const width = String(steps.length).length;
  let place = '';
  for (const index of indices) {
    const step = steps[index];
    if (!step) continue;
    const here = `${step.leg} ${step.hop} ${step.machine}`;
    if (here !== place) {
      if (place !== '') lines.push('');
      lines.push(`${step.leg} at ${step.machine}    ${formatPacket(step.before.packet)}`);
      place = here;
    }
    const { title, detail } = stepText(step);
    lines.push(
      `${String(index + 1).padStart(width + 2)}  ${tablePrefix(step)}${title}${detail ? `. ${detail}` : ''}`.replace(
        /\.$/,
        '',
      ),
    );
    for (const more of facts(step)) lines.push(`${' '.repeat(width + 4)}${more}`);
  }
  const { headline, client, detail } = outcomeText(exchange);
  const fix = fixText(exchange);
  lines.push('', `outcome: ${outcome.code}`, headline, client, detail, ...(fix ? [fix] : []));
  return `${lines.join('\n')}\n`;
}

/** `prerouting nat ` before what happens in a table. */
const tablePrefix = (step: Step): string => ('table' in step ? `${step.hook} ${step.table}: ` : '');

/** The rule itself where it matched, and what the step changed. */
function facts(step: Step): readonly string[] {
  const changed: string[] = [];
  if (step.kind === 'rule' && step.matched) changed.push(`-A ${step.chain} ${printRule(step.rule, 'save')}`);
  if (step.kind === 'conntrack' && step.entry) changed.push(formatEntry(step.entry));
  if (step.before.mark !== step.after.mark)
    changed.push(`mark ${hex(step.before.mark)} -> ${hex(step.after.mark)}`);
  const [before, after] = [formatPacket(step.before.packet), formatPacket(step.after.packet)];
  if (before !== after) changed.push(`${before}  ->  ${after}`);
  return changed;
}

const hex = (mark: number): string => `0x${mark.toString(16)}`;
