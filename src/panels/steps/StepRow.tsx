import { memo } from 'react';
import type { Step } from '../../engine';
import { stepText } from '../../i18n';
import { appStore } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { rowOf } from './row';

interface StepRowProps {
  readonly step: Step;
  readonly current: boolean;
}

/** One step, 24 px; choosing it moves the cursor there. */
export const StepRow = memo(function StepRow({ step, current }: StepRowProps) {
  const row = rowOf(step);
  const { title, detail } = stepText(step);
  return (
    <button
      type="button"
      tabIndex={current ? 0 : -1}
      className={`step-row is-${row.tone}${current ? ' is-current' : ''}`}
      aria-current={current ? 'step' : undefined}
      aria-label={`${step.index + 1}. ${title}`}
      title={detail ? `${title}. ${detail}` : title}
      onClick={() => {
        const { pause, seek } = appStore.getState();
        pause();
        seek(step.index);
      }}
    >
      <span className="step-number">{step.index + 1}</span>
      <span className="step-glyph">{row.glyph && <Glyph name={row.glyph} size={10} />}</span>
      <span className="step-text">
        {row.text}
        {row.text && row.code ? ' ' : ''}
        {row.code && <code>{row.code}</code>}
      </span>
      {row.outcome && <span className="step-outcome">{row.outcome}</span>}
    </button>
  );
});
