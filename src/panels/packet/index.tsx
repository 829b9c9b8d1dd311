import './packet.css';
import { memo } from 'react';
import type { Exchange, Step } from '../../engine';
import { language, machineName, t } from '../../i18n';
import { useApp } from '../../state/store';
import { lazily } from '../../ui/view/lazily';
import { useCalmStep } from '../../ui/view/useCalm';
import { Entry } from './Conntrack';
import { conntrackAt } from './conntrackAt';
import { PacketFields } from './PacketFields';
import { Section } from './Section';

const Headers = lazily<At>(
  () => import('./deeper').then(({ Headers }) => ({ default: Headers })),
  () => t('panels.packet.headers'),
);
const MachineTables = lazily<At>(
  () => import('./deeper').then(({ MachineTables }) => ({ default: MachineTables })),
  () => t('panels.packet.tables'),
);

interface At {
  readonly exchange: Exchange;
  readonly step: Step;
}

function ConntrackSection({ exchange, step }: At) {
  const machine = useApp((s) => s.network.machines.get(step.machine));
  const name = machineName(step.machine);
  const tracked = machine?.ruleset(step.after.packet.family) !== undefined;
  const table = tracked ? conntrackAt(exchange, step.index, step.machine) : [];
  const own = step.after.ct && (table.find((entry) => entry.id === step.after.ct?.id) ?? step.after.ct);
  const others = table.filter((entry) => entry.id !== own?.id);
  const now = exchange.world.time;
  const count = others.length + (own ? 1 : 0);
  if (!tracked) {
    return (
      <Section key="none" title={t('panels.packet.conntrack')} aside="0" open={false}>
        <p className="packet-none">{t('panels.packet.noTable', { machine: name })}</p>
      </Section>
    );
  }
  return (
    <Section
      title={t('panels.packet.conntrack')}
      aside={t('panels.packet.entries', { count, machine: name })}
    >
      {count === 0 && <p className="packet-none">{t('panels.packet.noEntries')}</p>}
      {own && <Entry entry={own} now={now} />}
      {others.length > 0 && own && <p className="packet-subtitle">{t('panels.packet.others')}</p>}
      {others.map((entry) => (
        <Entry key={entry.id} entry={entry} now={now} />
      ))}
    </Section>
  );
}

/** `IPv4, UDP, VXLAN`: what the packet is made of, while its headers are folded. */
function headersOf({ after: { packet } }: Step): string {
  const own = `IPv${packet.family}, ${packet.proto === 'icmpv6' ? 'ICMPv6' : packet.proto.toUpperCase()}`;
  return packet.vxlan ? `${own}, VXLAN` : own;
}

const Sections = memo(function Sections({ exchange, step }: At) {
  return (
    <>
      <Section
        title={t('panels.packet.title')}
        aside={t('panels.packet.thisStep', { number: step.index + 1 })}
      >
        <PacketFields exchange={exchange} step={step} />
      </Section>
      <Section title={t('panels.packet.headers')} aside={headersOf(step)} open={false}>
        <Headers exchange={exchange} step={step} />
      </Section>
      <ConntrackSection exchange={exchange} step={step} />
      <Section title={t('panels.packet.tables')} aside={machineName(step.machine)} open={false}>
        <MachineTables exchange={exchange} step={step} />
      </Section>
    </>
  );
});

/** The packet at the cursor, its headers, what conntrack knows of it, and what one would see on its machine. */
export default function PacketPanel() {
  const { exchange, cursor } = useCalmStep('packet');
  const step = exchange?.steps[cursor];
  return (
    <section className="packet-panel" aria-label={t('panels.packet.region')} lang={language()}>
      <h2 className="visually-hidden">{t('panels.packet.region')}</h2>
      {exchange && step ? (
        <Sections exchange={exchange} step={step} />
      ) : (
        <p className="packet-none">{t('panels.packet.none')}</p>
      )}
    </section>
  );
}
