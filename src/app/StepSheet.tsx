import { stepText } from '../i18n';
import { useApp } from '../state/store';
import { AddressText } from '../ui/AddressText';

/** What happens at this step, in words. */
export function StepSheet() {
  const step = useApp((s) => s.exchange?.steps[s.cursor]);
  if (!step) return null;
  const { title, detail } = stepText(step);
  return (
    <div className="step-sheet">
      <p className="step-sheet-title">
        <AddressText text={title} />
      </p>
      {detail && (
        <p className="step-sheet-detail">
          <AddressText text={detail} />
        </p>
      )}
    </div>
  );
}
