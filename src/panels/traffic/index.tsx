import './traffic.css';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import type { Exchange, WorldState } from '../../engine';
import { type Chance, distribution } from '../../engine/many';
import { language, machineName, t } from '../../i18n';
import type { TrafficShown } from '../../state/session/model';
import { likeThis, MOST, pageTraffic as sender, trafficOf } from '../../state/session/traffic';
import { useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { Button } from '../../ui/controls/Button';
import { Icon } from '../../ui/controls/Icon';
import { Counters } from './Counters';
import { Endings, number } from './Endings';
import { Landings } from './Landings';
import { endingRows } from './rows';

const SIZES = [10, 100, 1000, 10_000] as const;

/** Worked out a moment later: a Service with a thousand endpoints takes a tenth of a second. */
function useChances(exchange: Exchange, world: WorldState): readonly Chance[] | undefined {
  const [known, setKnown] = useState<{ of: Exchange; world: WorldState; chances: readonly Chance[] }>();
  useEffect(() => {
    const timer = setTimeout(() =>
      setKnown({ of: exchange, world, chances: distribution(exchange.network, world, likeThis(exchange)) }),
    );
    return () => clearTimeout(timer);
  }, [exchange, world]);
  return known?.of.network === exchange.network ? known.chances : undefined;
}

function Other() {
  const [text, setText] = useState('');
  const n = Math.min(MOST, Number(text));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (n > 0) void sender.send(n);
  };
  return (
    <form className="traffic-other" onSubmit={submit}>
      <input
        className="field-input mono"
        inputMode="numeric"
        aria-label={t('traffic.other')}
        placeholder={t('traffic.other')}
        value={text}
        onChange={(event) => setText(event.target.value.replace(/\D/g, '').slice(0, 5))}
      />
      <Button type="submit" aria-disabled={n === 0}>
        {t('traffic.otherSend')}
      </Button>
    </form>
  );
}

function Running({ traffic }: { readonly traffic: TrafficShown }) {
  const { result, wanted = 0 } = traffic;
  const said = t('traffic.progress', { sent: number(result.sent), wanted: number(wanted) });
  return (
    <div className="traffic-running">
      <progress max={wanted} value={result.sent} aria-label={said} />
      <span>{said}</span>
      <Button onClick={sender.cancel}>{t('traffic.cancel')}</Button>
    </div>
  );
}

function Totals({ traffic, seed }: { readonly traffic: TrafficShown; readonly seed: number }) {
  const { result, wanted, flows } = traffic;
  const outcomes = [...result.outcomes].map(([code, count]) =>
    t('traffic.total', { count: number(count), code: t(`traffic.code.${code}`) }),
  );
  const gained = [...flows].map(([machine, count]) =>
    t('traffic.flowsOn', { count: number(count), machine: machineName(machine) }),
  );
  return (
    <div className="traffic-totals">
      <p role="status">
        {wanted === undefined && <b>{t('traffic.sent', { count: result.sent, n: number(result.sent) })}</b>}
        {wanted === undefined && `: ${outcomes.join(', ')}.`}
      </p>
      {gained.length > 0 && (
        <p className="traffic-said">
          {t('traffic.flows')}: {gained.join(', ')}.
        </p>
      )}
      {wanted === undefined && (
        <Button look="plain" icon="reset" onClick={sender.clear} title={t('traffic.seed', { seed })}>
          {t('traffic.again')}
        </Button>
      )}
    </div>
  );
}

function Panel({ exchange }: { readonly exchange: Exchange }) {
  const world = useApp((s) => s.world);
  const traffic = useApp(trafficOf);
  const chances = useChances(exchange, world);
  const result = traffic?.result;
  const sent = result?.sent ?? 0;
  const rows = useMemo(() => endingRows(chances ?? [], result), [chances, result]);
  const running = traffic?.wanted !== undefined;
  const { from, to, proto, seed } = exchange.request;
  return (
    <>
      <p className="traffic-packet">
        <b>{machineName(from)}</b> <Icon name="right" size={12} /> <Address ip={to.ip} port={to.port} />{' '}
        {proto.toUpperCase()}
      </p>
      <p className="traffic-said">{t('traffic.lead')}</p>
      {running ? (
        <Running traffic={traffic} />
      ) : (
        <div className="traffic-send">
          {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons is no set of fields */}
          <div className="traffic-sizes" role="group" aria-label={t('traffic.how')}>
            {SIZES.map((n) => (
              <Button
                key={n}
                aria-label={t('traffic.send', { count: number(n) })}
                onClick={() => void sender.send(n)}
              >
                {number(n)}
              </Button>
            ))}
          </div>
          <Other />
        </div>
      )}
      {traffic ? (
        <Totals traffic={traffic} seed={seed} />
      ) : (
        <p className="traffic-said">{t('traffic.sentNone')}</p>
      )}
      <section className="traffic-section" aria-labelledby="traffic-ends">
        <h3 id="traffic-ends">{t('traffic.ends')}</h3>
        {rows.length > 0 && <Endings rows={rows} sent={sent} />}
        {result && result.landings.length > 0 && rows.length > 1 && (
          <Landings rows={rows} keys={result.landings} />
        )}
      </section>
      <Counters />
    </>
  );
}

/** Sends many connections like the packet that is shown, and holds what came of them against the exact chances. */
export default function TrafficPanel() {
  const exchange = useApp((s) => s.exchange);
  return (
    <section className="traffic" aria-label={t('traffic.region')} lang={language()}>
      {exchange ? <Panel exchange={exchange} /> : <p className="traffic-said">{t('traffic.none')}</p>}
    </section>
  );
}
