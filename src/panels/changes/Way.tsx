import type { Comparison } from '../../compare';
import type { Exchange } from '../../engine';
import { machineName, outcomeText, stepText, t } from '../../i18n';
import type { LastChange } from '../../state/history/model';
import { useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { AddressText } from '../../ui/address/AddressText';
import { lookAt, sideOf } from './side';

interface SideProps {
  readonly side: LastChange['at'];
  readonly exchange: Exchange;
  /** Where it leaves the other's way; absent where it is over. */
  readonly index: number | undefined;
}

/** One of the two ways, at the step where they part. */
function Side({ side, exchange, index }: SideProps) {
  const here = useApp((s) => sideOf(s));
  const last = exchange.steps.length - 1;
  const at = index ?? last;
  const step = exchange.steps[at];
  if (!step) return null;
  const { title, detail } = stepText(step);
  const { src, sport, dst, dport } = step.after.packet;
  const text = (
    <>
      <span className="way-side">
        <b>{t(`changes.way.${side}`)}</b>
        <span>
          {machineName(step.machine)} · {at + 1}
        </span>
      </span>
      <span className="way-title">
        <AddressText text={index === undefined ? t('changes.way.over') : title} />
      </span>
      {index !== undefined && detail && (
        <span className="way-detail">
          <AddressText text={detail} />
        </span>
      )}
      <span className="way-packet">
        <Address ip={src} port={sport} /> → <Address ip={dst} port={dport} />
      </span>
      <span className="way-outcome">
        <AddressText text={outcomeText(exchange).headline} />
      </span>
    </>
  );
  if (!here) return <div className="way-card">{text}</div>;
  return (
    <button
      type="button"
      className={here === side ? 'way-card is-here' : 'way-card'}
      title={t('changes.way.look', { step: at + 1 })}
      onClick={() => lookAt(side, at)}
    >
      {text}
    </button>
  );
}

function verdict({ same, touched, commonSteps }: Comparison): string {
  if (same && touched.length > 0) return t('changes.way.touched', { count: touched.length });
  if (same) return t('changes.way.same');
  return commonSteps === 0 ? t('changes.way.atOnce') : t('changes.way.parts', { count: commonSteps });
}

interface WayProps {
  readonly change: LastChange;
  readonly comparison: Comparison | undefined;
}

/** Where do the ways of the packet before and after the change part? */
export function Way({ change, comparison }: WayProps) {
  const [before, after] = [change.before.exchange, change.after.exchange];
  return (
    <section className="changes-way" aria-labelledby="changes-way">
      <h3 id="changes-way">{t('changes.way.title')}</h3>
      <p>{comparison ? verdict(comparison) : t('changes.way.unsent')}</p>
      {comparison && !comparison.same && before && after && (
        <div className="way-cards">
          <Side side="before" exchange={before} index={comparison.a} />
          <Side side="after" exchange={after} index={comparison.b} />
        </div>
      )}
    </section>
  );
}
