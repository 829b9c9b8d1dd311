import { t } from '../../i18n';
import { Glyph } from '../../ui/address/Glyph';
import type { EndingRow } from './rows';

/** Columns of dots up to so many rows; beyond, the numbers alone. */
const ROWS = 6;

interface LandingsProps {
  readonly rows: readonly EndingRow[];
  /** Keys, oldest first. */
  readonly keys: readonly string[];
}

/** Where the last connections went, one column each: so one sees that it is dice, not turns. */
export function Landings({ rows, keys }: LandingsProps) {
  const numbers = keys.map((key) => rows.find((row) => row.key === key)?.number ?? 0);
  const lines = rows.length <= ROWS ? rows.map((row) => row.number) : undefined;
  return (
    <div className="traffic-landings">
      <h3>
        <Glyph name="die" size={12} /> {t('traffic.landings', { count: keys.length })}
      </h3>
      <p className="visually-hidden">{numbers.join(', ')}</p>
      <div className="traffic-columns" aria-hidden="true">
        {numbers.map((number, i) => {
          // A place in the row is all that tells one landing from another.
          const key = `${keys.length}-${i}`;
          const last = i === numbers.length - 1;
          return (
            <span key={key} className={last ? 'traffic-column is-last' : 'traffic-column'}>
              {lines ? (
                lines.map((line) => (line === number ? <b key={line}>{line}</b> : <i key={line} />))
              ) : (
                <b>{number}</b>
              )}
            </span>
          );
        })}
      </div>
      <p className="traffic-said">
        {t('traffic.landingsHint')} {rows.length === 3 && t('traffic.landingsNote')}
      </p>
    </div>
  );
}
