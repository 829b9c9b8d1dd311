import { useEffect } from 'react';
import { t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import type { AppState } from '../../state/types';
import { Button, IconButton } from '../../ui/controls/Button';
import { useThumb } from '../../ui/view/useThumb';

interface Hint {
  readonly id: 'step' | 'rules' | 'send' | 'edit' | 'share';
  /** What it speaks of; the first that is in sight is marked. */
  readonly targets: readonly string[];
  /** The reader has done it: nothing more needs to be said about it. */
  done?(now: AppState, before: AppState): boolean;
}

const HINTS: readonly Hint[] = [
  { id: 'step', targets: ['.stepper-step'], done: (now, before) => now.cursor !== before.cursor },
  { id: 'rules', targets: ['#rules-title'], done: (now, before) => now.ruleChoice !== before.ruleChoice },
  { id: 'send', targets: ['.send-trigger'], done: (now, before) => now.session !== before.session },
  { id: 'edit', targets: ['.editor h2', '.rail-item'], done: (now, before) => now.text !== before.text },
  { id: 'share', targets: ['.share'] },
];

/** Marks what a hint speaks of, as long as it is shown. */
function useMark(hint: Hint | undefined): void {
  useEffect(() => {
    const target = hint?.targets.map((selector) => document.querySelector(selector)).find(Boolean);
    target?.setAttribute('data-hinted', '');
    return () => target?.removeAttribute('data-hinted');
  }, [hint]);
}

/** The first minute, a line at a time: between the bar and the stage, so that it covers nothing. */
export default function Hints() {
  const at = useApp((s) => s.hint) ?? 0;
  const hint = HINTS[at];
  const thumb = useThumb();
  const { showHint } = appStore.getState();
  const last = at + 1 >= HINTS.length;
  const next = () => showHint(last ? undefined : at + 1);
  useMark(hint);
  useEffect(
    () =>
      appStore.subscribe((now, before) => {
        if (now.hint === before.hint && hint?.done?.(now, before)) now.showHint(last ? undefined : at + 1);
      }),
    [hint, at, last],
  );
  if (!hint) return null;
  return (
    <section
      className="notice hint"
      aria-label={t('shell.hints.region')}
      onKeyDown={(event) => event.key === 'Escape' && showHint(undefined)}
    >
      <p role="status">
        <span className="hint-count">{t('shell.hints.count', { at: at + 1, of: HINTS.length })}</span>{' '}
        {t(`shell.hints.${hint.id === 'step' && thumb ? 'stepThumb' : hint.id}`)}
      </p>
      <Button aria-label={t(last ? 'shell.hints.last' : 'shell.hints.next')} onClick={next}>
        {t(last ? 'shell.hints.last' : 'shell.hints.go')}
      </Button>
      {!last && (
        <IconButton icon="close" label={t('shell.hints.close')} onClick={() => showHint(undefined)} />
      )}
    </section>
  );
}
