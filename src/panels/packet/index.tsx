import './packet.css';
import { memo } from 'react';
import type { Exchange, Route, Step } from '../../engine';
import { language, machineName, t } from '../../i18n';
import { useApp } from '../../state/store';
import { AddressText } from '../../ui/AddressText';
import { useCalmStep } from '../../ui/useCalm';
import { Entry } from './Conntrack';
import { conntrackAt } from './conntrackAt';
import { PacketFields } from './PacketFields';
import { routeText } from './routeText';
import { Section } from './Section';

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
      {own && <Entry entry={own} />}
      {others.length > 0 && own && <p className="packet-subtitle">{t('panels.packet.others')}</p>}
      {others.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </Section>
  );
}

/** The routing decision of this visit that the packet has already met. */
function chosenRoute({ exchange, step }: At) {
  for (let i = step.index; i >= 0; i--) {
    const earlier = exchange.steps[i];
    if (!earlier || earlier.hop !== step.hop) return undefined;
    if (earlier.kind === 'route') return earlier.result.kind === 'forward' ? earlier.result.route : undefined;
  }
  return undefined;
}

function RouteList({ routes, exchange, step }: At & { readonly routes: readonly Route[] }) {
  const chosen = chosenRoute({ exchange, step });
  return (
    <>
      <p className="packet-state">{t('panels.packet.routesOf', { machine: machineName(step.machine) })}</p>
      <ul className="packet-routes">
        {routes.map((route) => {
          const text = routeText(route);
          const isChosen = chosen !== undefined && routeText(chosen) === text;
          return (
            <li key={text} className={isChosen ? 'is-chosen' : undefined}>
              <AddressText text={text} />
              {isChosen && <span className="visually-hidden">{t('panels.packet.used')}</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function RoutesSection({ exchange, step }: At) {
  const routes = useApp((s) => s.network.machines.get(step.machine)?.routes) ?? [];
  const family = step.after.packet.family;
  const shown = routes.filter((route) => route.dst.includes(':') === (family === 6));
  return (
    <Section title={t('panels.packet.routes')} aside={String(shown.length)} open={false}>
      <RouteList routes={shown} exchange={exchange} step={step} />
    </Section>
  );
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
      <ConntrackSection exchange={exchange} step={step} />
      <RoutesSection exchange={exchange} step={step} />
    </>
  );
});

/** The packet at the cursor, what conntrack knows of it, and the routes of the machine it is in. */
export default function PacketPanel() {
  const { exchange, cursor } = useCalmStep();
  const step = exchange?.steps[cursor];
  return (
    <section className="packet-panel" aria-label={t('panels.packet.region')} lang={language()}>
      {exchange && step ? (
        <Sections exchange={exchange} step={step} />
      ) : (
        <p className="packet-none">{t('panels.packet.none')}</p>
      )}
    </section>
  );
}
