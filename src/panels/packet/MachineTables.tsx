import { useState } from 'react';
import type { Exchange, Machine, MachineId, Network, Route, Step, WorldState } from '../../engine';
import { machineName, t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { AddressText } from '../../ui/address/AddressText';
import { Button, IconButton } from '../../ui/controls/Button';
import { CopyButton } from '../../ui/controls/CopyButton';
import { Select } from '../../ui/popups/Select';
import { conntrackAt } from './conntrackAt';
import {
  type EntryWord,
  entryLines,
  entryText,
  fdbLines,
  interfaceLines,
  routesOf,
  routeText,
} from './tables';

const COMMANDS = ['conntrack -L', 'ip route', 'ip -6 route', 'ip addr', 'bridge fdb'] as const;
type Command = (typeof COMMANDS)[number];

/** Longer tables are cut short to read; what is copied is whole. */
const SHOWN = 60;

interface At {
  readonly exchange: Exchange;
  readonly step: Step;
}

/** What the machines know now: after the last step, and what was done since. */
type Present = At & { readonly world: WorldState | undefined };

/** One thing that a command lists: a line, or a few that belong together. */
interface Block {
  readonly key: string;
  readonly lines: readonly string[];
  readonly words?: readonly (readonly EntryWord[])[];
  /** The packet of this step has to do with it; why, for who cannot see the mark. */
  readonly used?: string | undefined;
  /** A conntrack entry that can be deleted. */
  readonly entry?: number;
}

/** The routing decision of this visit that the packet has already met. */
function chosenRoute({ exchange, step }: At): Route | undefined {
  for (let i = step.index; i >= 0; i--) {
    const earlier = exchange.steps[i];
    if (!earlier || earlier.hop !== step.hop) return undefined;
    if (earlier.kind === 'route') return earlier.result.kind === 'forward' ? earlier.result.route : undefined;
  }
  return undefined;
}

const conntrackOf = (world: WorldState, machine: MachineId) =>
  (world.machines.get(machine)?.conntrack ?? []).filter(({ expires }) => expires > world.time);

function blocksOf(command: Command, machine: Machine, at: Present): readonly Block[] {
  const here = at.step.machine === machine.id;
  const { after } = at.step;
  const { world } = at;
  const now = (world ?? at.exchange.world).time;
  switch (command) {
    case 'conntrack -L':
      return (world ? conntrackOf(world, machine.id) : conntrackAt(at.exchange, at.step.index, machine.id))
        .filter(({ confirmed }) => confirmed)
        .map((entry) => ({
          key: String(entry.id),
          lines: [entryText(entry, now)],
          words: entryLines(entry, now),
          used: here && entry.id === after.ct?.id ? t('panels.packet.own') : undefined,
          ...(world ? { entry: entry.id } : {}),
        }));
    case 'ip route':
    case 'ip -6 route': {
      const chosen = here ? chosenRoute(at) : undefined;
      const taken = chosen && routeText(chosen);
      return routesOf(machine, command === 'ip route' ? 4 : 6).map((route) => {
        const text = routeText(route);
        return { key: text, lines: [text], used: text === taken ? t('panels.packet.used') : undefined };
      });
    }
    case 'ip addr':
      return machine.interfaces.map((device) => {
        const passed = here && (device.name === after.iif || device.name === after.oif);
        return {
          key: device.name,
          lines: interfaceLines(device),
          used: passed ? t('panels.packet.passed') : undefined,
        };
      });
    case 'bridge fdb':
      return fdbLines(machine).map((line) => ({ key: line, lines: [line] }));
  }
}

/** Commands that would print something on this machine; without rules nothing is tracked. */
function commandsOf(machine: Machine): readonly Command[] {
  const has: Readonly<Record<Command, boolean>> = {
    'conntrack -L': machine.kind === 'node',
    'ip route': true,
    'ip -6 route': routesOf(machine, 6).length > 0,
    'ip addr': true,
    'bridge fdb': fdbLines(machine).length > 0,
  };
  return COMMANDS.filter((command) => has[command]);
}

function Word({ word: { text, ip, nat } }: { readonly word: EntryWord }) {
  if (ip === undefined) return <span className={nat ? 'addr-nat-mark' : undefined}>{text}</span>;
  return (
    <span>
      {text.slice(0, text.length - ip.length)}
      <Address ip={ip} nat={nat ? 'mark' : undefined} />
    </span>
  );
}

function BlockView({ block, machine }: { readonly block: Block; readonly machine: MachineId }) {
  const { lines, words, used, entry } = block;
  return (
    <li className={used === undefined ? undefined : 'is-chosen'}>
      {words?.map((line, i) => (
        <div key={line[0]?.text} className={i === 0 ? 'table-line' : 'table-line is-more'}>
          {line.map((word) => (
            <Word key={word.text} word={word} />
          ))}
        </div>
      )) ??
        lines.map((line) => (
          <div key={line} className={line.startsWith(' ') ? 'table-line is-more' : 'table-line'}>
            <span>
              <AddressText text={line.trim()} />
            </span>
          </div>
        ))}
      {used !== undefined && <span className="visually-hidden">{used}</span>}
      {entry !== undefined && (
        <IconButton
          icon="close"
          className="table-delete"
          label={t('panels.packet.deleteEntry')}
          onClick={() => appStore.getState().deleteConntrack(machine, entry)}
        />
      )}
    </li>
  );
}

/** The first ones, and those that the packet has to do with. */
const shortened = (blocks: readonly Block[]): readonly Block[] =>
  blocks.filter(({ used }, i) => i < SHOWN || used !== undefined);

function useMachines(network: Network, exchange: Exchange): readonly MachineId[] {
  const way = new Set(exchange.steps.map(({ machine }) => machine));
  const nodes = [...network.machines.values()].filter(({ kind }) => kind === 'node').map(({ id }) => id);
  return [...new Set([...way, ...nodes])].filter((id) => id !== 'router');
}

/** What one would type on a machine to see why the packet goes where it goes, at this step. */
export function MachineTables({ exchange, step }: At) {
  const node = useApp((s) => s.rulesNode);
  const world = useApp((s) => s.world);
  const { network } = exchange;
  const [choice, setChoice] = useState<MachineId>();
  const [command, setCommand] = useState<Command>('ip route');
  const ids = useMachines(network, exchange);
  const wanted = [choice, node, step.machine].find((id) => id && network.machines.has(id));
  const machine = wanted && network.machines.get(wanted);
  if (!machine) return null;
  const commands = commandsOf(machine);
  const run = commands.includes(command) ? command : 'ip route';
  const last = step.index === exchange.steps.length - 1;
  const tracking = run === 'conntrack -L' && machine.kind === 'node';
  const blocks = blocksOf(run, machine, { exchange, step, world: last ? world : undefined });
  const shown = shortened(blocks);
  return (
    <>
      <div className="table-head">
        <Select
          label={t('panels.packet.machine')}
          value={choice ?? ''}
          options={[
            { value: '', text: t('panels.packet.followed', { machine: machineName(machine.id) }) },
            ...ids.map((id) => ({ value: id, text: machineName(id) })),
          ]}
          onChange={(id) => setChoice(id === '' ? undefined : (id as MachineId))}
        />
        <Select<Command>
          label={t('panels.packet.command')}
          className="table-command"
          value={run}
          options={commands.map((value) => ({ value, text: value }))}
          onChange={setCommand}
        />
        <CopyButton
          bare
          label={t('panels.packet.copyTable', { command: run })}
          text={() => `${blocks.flatMap(({ lines }) => lines).join('\n')}\n`}
        />
      </div>
      {blocks.length === 0 ? (
        <p className="packet-none">
          {t(run === 'conntrack -L' ? 'panels.packet.notConfirmed' : 'panels.packet.noLines')}
        </p>
      ) : (
        <ul className="table" aria-label={`${machineName(machine.id)}: ${run}`}>
          {shown.map((block) => (
            <BlockView key={block.key} block={block} machine={machine.id} />
          ))}
        </ul>
      )}
      {tracking && !last && <p className="packet-none">{t('panels.packet.atStep')}</p>}
      {tracking && last && blocks.length > 1 && (
        <Button onClick={() => appStore.getState().deleteConntrack(machine.id)}>
          {t('panels.packet.deleteAll')}
        </Button>
      )}
      {shown.length < blocks.length && (
        <p className="packet-none">{t('panels.packet.moreLines', { count: blocks.length - shown.length })}</p>
      )}
    </>
  );
}
