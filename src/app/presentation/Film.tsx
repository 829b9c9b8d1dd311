import './film.css';
import { useEffect, useMemo, useRef } from 'react';
import type { Exchange } from '../../engine';
import { hex, machineName, rewriteWord, t } from '../../i18n';
import { fieldState } from '../../panels/packet/diff';
import { appStore, useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { shortChain } from '../../ui/names/chainName';
import { shortPods } from '../../ui/names/podName';
import { cellAt, type FilmCell, filmOf } from './filmCells';

/** What stands over a cell. */
function titleOf({ moment, machine, step }: FilmCell): string {
  const name = shortPods(machineName(machine));
  switch (moment.at) {
    case 'hook':
      return t('shell.film.hook', { hook: moment.hook.toUpperCase() });
    case 'sent':
      return t(step.leg === 'request' ? 'shell.film.sent' : 'shell.film.answered', { machine: name });
    case 'arrived':
      return t('shell.film.arrived', { machine: name });
    default:
      return t(`shell.film.${moment.at}`, { machine: name });
  }
}

/** What made the header so, in a line. */
function Reason({ cell }: { readonly cell: FilmCell }) {
  const { step, moment } = cell;
  const { packet, mark } = step.after;
  const word = moment.at === 'hook' ? rewriteWord(step) : undefined;
  const by = step.kind === 'rule' ? ` ${t('shell.film.by', { chain: shortChain(step.chain, 20) })}` : '';
  const parts = [
    ...(word === undefined ? [] : [`${word}${by}`]),
    ...(mark === 0 ? [] : [`mark ${hex(mark)}`]),
    `ttl ${(packet.vxlan?.inner ?? packet).ttl}`,
  ];
  if (moment.at === 'tunnel')
    return (
      <span className="film-reason">
        {t('shell.film.outer')} <Address ip={packet.src} /> → <Address ip={packet.dst} />
      </span>
    );
  return <span className="film-reason">{parts.join(' • ')}</span>;
}

interface CellProps {
  readonly exchange: Exchange;
  readonly cell: FilmCell;
  readonly number: number;
  readonly reached: boolean;
  readonly current: boolean;
}

function Cell({ exchange, cell, number, reached, current }: CellProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) button.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [current]);
  const rows = (['src', 'dst'] as const).map((field) => fieldState(exchange, cell.step, field));
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={reached ? 'film-cell' : 'film-cell is-ahead'}
        aria-current={current ? 'step' : undefined}
        onClick={() => appStore.getState().seek(cell.step.index)}
      >
        <span className="film-title">
          <span className="film-number">{number}</span> <span className="film-name">{titleOf(cell)}</span>
        </span>
        {reached && (
          <>
            {rows.map(({ field, now, before, was }) => (
              <span key={field} className="film-row">
                <span className="film-field">{t(`panels.packet.field.${field}`)}</span>
                <Address
                  ip={now.ip}
                  port={now.port}
                  nat={before !== undefined || was !== undefined ? 'mark' : undefined}
                />
              </span>
            ))}
            <Reason cell={cell} />
          </>
        )}
      </button>
    </li>
  );
}

/** The states of the packet that is on its way at the cursor. */
export function useFilm(): readonly FilmCell[] {
  const exchange = useApp((s) => s.exchange);
  const trace = useApp((s) => s.exchange?.steps[s.cursor]?.trace ?? 0);
  return useMemo(() => (exchange ? filmOf(exchange, trace) : []), [exchange, trace]);
}

/** The packet's header as a film: a cell for each state that it went through, up to where it is. */
export function Film({ cells }: { readonly cells: readonly FilmCell[] }) {
  const exchange = useApp((s) => s.exchange);
  const cursor = useApp((s) => s.cursor);
  if (!exchange) return null;
  const at = cellAt(cells, cursor);
  return (
    <section className="film" aria-label={t('shell.film.region')}>
      <ol>
        {cells.map((cell, i) => (
          <Cell
            key={cell.step.index}
            exchange={exchange}
            cell={cell}
            number={i + 1}
            reached={i <= at}
            current={i === at}
          />
        ))}
      </ol>
    </section>
  );
}
