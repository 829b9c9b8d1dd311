import { useState } from 'react';
import { language, machineName, ownerName, t } from '../../i18n';
import { Address } from '../../ui/address/Address';
import { Glyph } from '../../ui/address/Glyph';
import type { EndingRow } from './rows';

/** Rows in sight before more are asked for. */
const FEW = 12;

export const percent = (share: number): string =>
  share.toLocaleString(language(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const number = (n: number): string => n.toLocaleString(language());

function Name({ row }: { readonly row: EndingRow }) {
  const { deliveredTo, code, drop } = row;
  if (!deliveredTo)
    return (
      <span className="traffic-name is-none">
        <Glyph name={drop === 'rule-reject' ? 'reject' : 'drop'} size={10} /> {t(`traffic.code.${code}`)}
      </span>
    );
  const { machine, owner, ip, port } = deliveredTo;
  const name = owner ? ownerName(owner) : machineName(machine);
  return (
    <>
      <span className="traffic-name" title={name}>
        {name}
        {code !== 'answered' && <b className="traffic-code"> {t(`traffic.code.${code}`)}</b>}
      </span>
      <Address ip={ip} port={port} />
    </>
  );
}

interface RowProps {
  readonly row: EndingRow;
  readonly sent: number;
  /** The share that fills the bar. */
  readonly scale: number;
}

function Row({ row, sent, scale }: RowProps) {
  const { probability, count, deliveredTo } = row;
  const share = sent === 0 ? 0 : count / sent;
  const width = (part: number) => `${Math.min(100, (100 * part) / scale)}%`;
  return (
    <li className="traffic-row">
      <span className="traffic-number" aria-hidden="true">
        {row.number}
      </span>
      <div className="traffic-what">
        <Name row={row} />
        <b className="traffic-count">{sent > 0 && number(count)}</b>
      </div>
      <div className={deliveredTo ? 'traffic-bar' : 'traffic-bar is-none'} aria-hidden="true">
        <span style={{ width: width(share) }} />
        <i style={{ left: width(probability) }} />
      </div>
      <p className="traffic-said">
        {sent > 0
          ? t('traffic.got', { percent: percent(probability), share: percent(share), count: number(count) })
          : t('traffic.expected', { percent: percent(probability) })}
      </p>
    </li>
  );
}

interface EndingsProps {
  readonly rows: readonly EndingRow[];
  readonly sent: number;
}

/** The histogram: a bar for each endpoint and each other way to end, a mark where chance says that it should stop. */
export function Endings({ rows, sent }: EndingsProps) {
  const [all, setAll] = useState(false);
  const most = Math.max(...rows.map((r) => Math.max(r.probability, sent > 0 ? r.count / sent : 0)));
  const scale = Math.min(1, most * 1.15) || 1;
  const shown = all ? rows : rows.slice(0, FEW);
  return (
    <>
      <ol className="traffic-rows">
        {shown.map((row) => (
          <Row key={row.key} row={row} sent={sent} scale={scale} />
        ))}
      </ol>
      {shown.length < rows.length && (
        <button type="button" className="button button-plain traffic-more" onClick={() => setAll(true)}>
          {t('traffic.more', { count: number(rows.length - shown.length) })}
        </button>
      )}
    </>
  );
}
