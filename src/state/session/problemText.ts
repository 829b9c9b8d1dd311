import { t, tCode } from '../../i18n';
import type { SendProblem } from './model';

/** What is wrong with a sender or target, and what to do about it. */
export function problemText({ code, params }: SendProblem): string {
  return (
    tCode(`send.problem.${code}`, params) ??
    tCode(`notes.${code}`, params) ??
    t('send.problem.default', { code })
  );
}
