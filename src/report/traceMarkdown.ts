import { type Exchange, printRule, type Step } from '../engine';
import { endpointText, machineName, outcomeText, stepText, t } from '../i18n';

/** A step as an item of a list; a rule with its own line below. */
function item(step: Step): string {
  const { title, detail } = stepText(step);
  const number = `${step.index + 1}. `;
  const words = detail ? `${title}. ${detail}` : title;
  const rule = step.kind === 'rule' ? [`\`-A ${step.chain} ${printRule(step.rule, 'save')}\``] : [];
  return [`${number}${words}`, ...rule].join(`  \n${' '.repeat(number.length)}`);
}

/** The whole exchange in Markdown: what was sent, how it ended, and each machine's steps, numbered through. */
export function traceMarkdown(exchange: Exchange): string {
  const { steps, request, traces } = exchange;
  const { headline, client, detail } = outcomeText(exchange);
  const sender = traces[0]?.from ?? steps[0]?.machine;
  const to = endpointText(request.to.ip, request.to.port);
  const blocks = [
    `## ${sender ? machineName(sender) : ''} → ${to}, ${request.proto.toUpperCase()}`,
    `**${headline}.** ${t('shell.banner.sees')} ${client} ${detail}`,
  ];
  for (let i = 0; i < steps.length; ) {
    const head = steps[i] as Step;
    const visit = steps.slice(i).findIndex((step) => step.hop !== head.hop);
    const end = visit < 0 ? steps.length : i + visit;
    const leg = head.leg === 'request' ? '' : ` (${t(`panels.leg.${head.leg}`)})`;
    blocks.push(`### ${machineName(head.machine)}${leg}`, steps.slice(i, end).map(item).join('\n'));
    i = end;
  }
  return `${blocks.join('\n\n')}\n`;
}
