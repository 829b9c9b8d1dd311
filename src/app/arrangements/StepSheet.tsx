import { useState } from 'react';
import { stepText } from '../../i18n';
import { useApp } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { shortChains } from '../../ui/names/chainName';
import { shortPods } from '../../ui/names/podName';

const shorter = (sentence: string): string => shortPods(shortChains(sentence));

/** What happens at this step, in three lines; a tap shows all of it, over the Map, so that nothing there moves. */
export function StepSheet() {
  const step = useApp((s) => s.exchange?.steps[s.cursor]);
  const [opened, setOpened] = useState<typeof step>();
  if (!step) return null;
  const { title, detail } = stepText(step);
  const open = opened === step;
  const text = open ? (sentence: string) => sentence : shorter;
  return (
    <div className="step-sheet">
      <button
        type="button"
        className="step-sheet-text"
        aria-expanded={open}
        onClick={() => setOpened(open ? undefined : step)}
      >
        <span>
          <span className="step-sheet-title">
            <AddressText text={text(title)} />
          </span>
          {detail && (
            <>
              <br />
              <span className="step-sheet-detail">
                <AddressText text={text(detail)} />
              </span>
            </>
          )}
        </span>
      </button>
    </div>
  );
}
