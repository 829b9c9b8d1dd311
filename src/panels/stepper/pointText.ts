import { t } from '../../i18n';
import type { Point } from '../../state/cursor/breakpoints';
import { shortChain } from '../../ui/names/chainName';

/** What a breakpoint waits for, as the end of a sentence: the destination changes. */
export function pointText(point: Point): string {
  switch (point.kind) {
    case 'change':
      return t(`debug.change.${point.field}`);
    case 'verdict':
      return t('debug.verdictIs', { verdict: point.verdict });
    case 'chain':
      return t('debug.inChain', { chain: shortChain(point.chain, 24) });
    case 'rule':
      return t('debug.atRule', { chain: shortChain(point.chain, 24), number: point.number });
  }
}

export const stoppedText = (point: Point): string => t('debug.stopped', { why: pointText(point) });
