import { useEffect, useRef } from 'react';
import { machineName, t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { machineGlyph } from '../../ui/names/machine';
import { shortPods } from '../../ui/names/podName';
import { hopSpans } from './hops';

/** The machines on the packet's way; the one it is in is inked. */
export function HopStrip() {
  const exchange = useApp((s) => s.exchange);
  const hop = useApp((s) => s.exchange?.steps[s.cursor]?.hop);
  const current = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the packet
  useEffect(() => {
    current.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [hop]);
  if (!exchange) return null;
  return (
    <nav className="hop-strip" aria-label={t('shell.phone.hops')}>
      {hopSpans(exchange).map((span) => {
        const here = span.hop === hop;
        const glyph = machineGlyph(span.machine);
        return (
          <button
            key={span.hop}
            ref={here ? current : undefined}
            type="button"
            className="hop"
            aria-current={here ? 'step' : undefined}
            onClick={() => appStore.getState().seek(span.first)}
          >
            <Glyph name={glyph} size={9} className={`addr-${glyph}`} />
            <span>{shortPods(machineName(span.machine))}</span>
          </button>
        );
      })}
    </nav>
  );
}
