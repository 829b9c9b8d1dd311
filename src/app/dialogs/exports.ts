import { type Exchange, familyOf, type IpFamily, type MachineId, printSave } from '../../engine';
import { endpointText, machineName } from '../../i18n';
import { traceJson } from '../../report/traceJson';
import { traceMarkdown } from '../../report/traceMarkdown';
import type { AppState } from '../../state/types';

/** Something that can be taken out of the page as a file, and where it is text, as text. */
export interface Export {
  readonly id: 'markdown' | 'json' | 'iptables' | 'ip6tables';
  readonly file: string;
  readonly type: string;
  /** The machine that it is about, where it is about one. */
  readonly machine?: MachineId;
  /** Made when it is wanted. */
  text(): string;
}

/** What every file system takes: `pod/default/client` and `[fd00::1]:80` become words and dashes. */
const plain = (name: string): string => name.replace(/[^\w.]+/g, '-').replace(/^-|-$/g, '');

/** `hopscope-client-to-10.104.112.175-8080` */
export function exchangeName({ request, traces, steps }: Exchange): string {
  const from = traces[0]?.from ?? steps[0]?.machine ?? request.from;
  return `hopscope-${plain(machineName(from))}-to-${plain(endpointText(request.to.ip, request.to.port))}`;
}

/** The node whose rules are shown: one chosen by hand, that in which the packet is, or else was last or will be first. */
export function shownNode(state: Pick<AppState, 'rulesNode' | 'exchange' | 'cursor' | 'network'>) {
  const { rulesNode, exchange, cursor, network } = state;
  const way = exchange?.steps.map(({ machine }) => machine) ?? [];
  const isNode = (id: MachineId) => network.machines.get(id)?.kind === 'node';
  return (
    rulesNode ??
    way.slice(0, cursor + 1).findLast(isNode) ??
    way.find(isNode) ??
    [...network.machines.keys()].find(isNode)
  );
}

function rulesOf(state: AppState, machine: MachineId, family: IpFamily): readonly Export[] {
  const ruleset = state.network.machines.get(machine)?.ruleset(family);
  const used = state.cluster.podNetworks.some((network) => familyOf(network) === family);
  if (!ruleset || !used) return [];
  const id = family === 4 ? 'iptables' : 'ip6tables';
  return [
    {
      id,
      machine,
      file: `${id}-save-${plain(machineName(machine))}.txt`,
      type: 'text/plain',
      text: () => printSave(ruleset),
    },
  ];
}

/** All that the page can write out now, the picture apart. */
export function exportsOf(state: AppState): readonly Export[] {
  const { exchange } = state;
  const node = shownNode(state);
  return [
    ...(exchange
      ? ([
          {
            id: 'markdown',
            file: `${exchangeName(exchange)}.md`,
            type: 'text/markdown',
            text: () => traceMarkdown(exchange),
          },
          {
            id: 'json',
            file: `${exchangeName(exchange)}.json`,
            type: 'application/json',
            text: () => `${JSON.stringify(traceJson(exchange), null, 2)}\n`,
          },
        ] as const)
      : []),
    ...(node ? [...rulesOf(state, node, 4), ...rulesOf(state, node, 6)] : []),
  ];
}

/** Hands a file to the browser, which asks where to keep it, or keeps it. */
export function download(file: string, content: Blob): void {
  const href = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = href;
  link.download = file;
  link.click();
  // Not at once: Safari reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
