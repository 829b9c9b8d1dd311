import './banner.css';
import { useState } from 'react';
import { outcomeText, t } from '../../i18n';
import { problemText } from '../../state/session/problemText';
import { askedAt } from '../../state/settings/question';
import { appStore, useApp } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { Glyph } from '../../ui/address/Glyph';
import { GoOn } from '../../ui/controls/GoOn';
import { shortPods } from '../../ui/names/podName';
import { lazily } from '../../ui/view/lazily';

const TurnBack = lazily(
  () => import('./TurnBack'),
  () => t('shell.banner.undoFault'),
);

const Fix = lazily(
  () => import('./Fix'),
  () => t('shell.banner.fix'),
);

/** How the packet fared and what the calling program sees, in plain words. Choosing it goes to the deciding step. */
export function Banner() {
  const exchange = useApp((s) => s.exchange);
  const problem = useApp((s) => s.sendProblem);
  const changed = useApp((s) => Object.keys(s.settings).length > 0);
  /** The exchange whose reason is read in full. */
  const [read, setRead] = useState<typeof exchange>();
  if (!exchange) {
    return (
      <section className="banner" aria-label={t('shell.banner.region')}>
        <b>{t('shell.banner.none')}</b>
        {problem && <p className="banner-why">{problemText(problem)}</p>}
        {changed && <TurnBack />}
      </section>
    );
  }
  const { headline, client, detail, tone } = outcomeText(exchange);
  // A good end needs no reason; its details are in the last steps.
  const bad = tone !== 'ok';
  const open = bad && read === exchange;
  const asked = bad && askedAt(exchange, exchange.outcome.step);
  return (
    <section
      className={`banner banner-${tone}${open ? ' is-open' : ''}`}
      aria-label={t('shell.banner.region')}
    >
      <button
        type="button"
        className="banner-head"
        onClick={() => appStore.getState().seek(exchange.outcome.step)}
        title={`${headline}. ${detail}`}
      >
        <Glyph name={tone === 'ok' ? 'check' : tone === 'drop' ? 'reject' : 'die'} size={12} />
        <b>{shortPods(headline)}</b>
      </button>
      <p className="banner-client">
        <span className="banner-sees">{t('shell.banner.sees')}</span> <AddressText text={client} />
      </p>{' '}
      {bad && (
        <>
          <p className="banner-why">
            <span>
              <AddressText text={shortPods(detail)} />
            </span>
          </p>{' '}
          {open && <Fix exchange={exchange} />}
          {asked && <GoOn step={asked} />}
          {changed && !asked && <TurnBack />}
          <button
            type="button"
            className="link banner-more"
            aria-expanded={open}
            onClick={() => setRead(open ? undefined : exchange)}
          >
            {t(open ? 'shell.banner.less' : 'shell.banner.why')}
          </button>
        </>
      )}
    </section>
  );
}
