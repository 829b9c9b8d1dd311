import { LABEL_SIZE } from '../layout/anatomy';
import { GHOST_H } from '../layout/layout-ghost';
import { fmt, point, rect, right } from '../plane/geometry';
import { estimate } from '../plane/measure';
import { besideColumn } from '../pose/card-place';
import type { Pose } from '../pose/pose.types';
import type { Stage } from '../pose/stage';
import { address, box, ink, label, line, type Mark } from './mark';

/** Where the Map has a column beside the machine and nobody else shows the rule: chain, number and what it did. */
export function ruleMarks(stage: Stage, pose: Pose): Mark[] {
  const { layout, exchange, labels } = stage;
  const step = exchange?.steps[pose.index];
  const m = layout.machines.find((x) => x.id === layout.journey.machineOf[pose.index]);
  const column = m && besideColumn(layout, m);
  if (step?.kind !== 'rule' || !column || layout.lean) return [];
  const top = column.y + GHOST_H + 12;
  const row = rect(column.x, top + 20, column.w, 24);
  const tone = step.rewrites.length > 0 ? 'nat' : step.matched ? 'match' : 'none';
  const word = step.matched ? verdictWord(step) : labels.noMatch;
  const sign = step.matched ? 'l2.6 2.8l5.4 -6.6' : 'm0.6 -3.4l6.6 6.6m0 -6.6l-6.6 6.6';
  const color = step.matched ? 'text' : 'text3';
  const shown = fitted(word, row.w - 60);
  const target = stage.views[pose.index]?.rows.find((r) => r.fresh)?.address;
  return [
    label('rule chain', fitted(step.chain, column.w - 90), point(column.x, top + 12), {
      size: 11,
      color: 'text',
      font: 'monobold',
    }),
    label('rule table', step.table, point(right(column), top + 12), {
      size: LABEL_SIZE,
      color: 'text3',
      anchor: 'end',
    }),
    box('rule row', row, 3, {
      fill: ink(tone === 'nat' ? 'natbg' : tone === 'match' ? 'packetbg' : 'machine'),
    }),
    box('rule bar', rect(row.x, row.y, 3, row.h), 1, {
      fill: ink(tone === 'nat' ? 'nat' : tone === 'match' ? 'packet' : 'line'),
    }),
    label('rule number', String(step.number), point(row.x + 22, row.y + 16), {
      size: 11,
      color,
      anchor: 'end',
    }),
    line('rule sign', `M${fmt(row.x + 32)} ${fmt(row.y + 12.5)}${sign}`, color, 1.4, {
      'stroke-linecap': 'round',
    }),
    label('rule word', shown, point(row.x + 48, row.y + 16), {
      size: 11.5,
      color,
      font: step.matched ? 'bold' : 'sans',
    }),
    ...(target
      ? address('rule to', target, point(row.x + 54 + estimate(shown, 11.5, 'bold'), row.y + 16), 11)
      : []),
  ];
}

type RuleStep = Extract<NonNullable<Stage['exchange']>['steps'][number], { kind: 'rule' }>;

/** As iptables writes the target. */
function verdictWord({ rule, rewrites }: RuleStep): string {
  const { target } = rule;
  if (!target) return '';
  if (target.kind === 'jump' || target.kind === 'goto') return `${target.kind} ${target.chain}`;
  const name = target.kind === 'unknown' ? target.name : target.kind.toUpperCase();
  return rewrites.length > 0 ? `${name} to` : name;
}

/** The hash in a chain's name gives way in its middle; addresses are short enough. */
function fitted(text: string, width: number): string {
  if (estimate(text, 11.5, 'mono') <= width) return text;
  return text.replace(/(KUBE-[A-Z]+-\w{4})\w+(\w{4})/, '$1…$2');
}
