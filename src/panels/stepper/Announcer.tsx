import { useEffect, useState } from 'react';
import { language, stepText } from '../../i18n';
import { stoppedBy } from '../../state/actions/debug';
import { useApp } from '../../state/store';
import { useCalmStep } from '../../ui/view/useCalm';
import { stoppedText } from './pointText';

/** While it plays, steps come faster than they can be said: those that last are. */
const PLAYING_MS = 600;

/** What has the focus says the step itself: the slider, a row of the list. */
const speaksForItself = (): boolean => document.activeElement?.closest('[data-speaks=step]') != null;

/** The page's one live region for steps: says each once. */
export function Announcer() {
  const { exchange, cursor, playing } = useCalmStep('stepper');
  const step = exchange?.steps[cursor];
  const why = useApp(stoppedBy);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const say = () => {
      if (!step || speaksForItself()) {
        setSaid('');
        return;
      }
      const { title, detail = '' } = stepText(step);
      setSaid(`${why ? `${stoppedText(why)}. ` : ''}${step.index + 1}. ${title}. ${detail}`);
    };
    const timer = setTimeout(say, playing ? PLAYING_MS : 0);
    return () => clearTimeout(timer);
  }, [step, why, playing]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite" lang={language()}>
      {said}
    </p>
  );
}
