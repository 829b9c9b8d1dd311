import { useEffect, useRef, useState } from 'react';
import type { SendSettings } from '../../state/session/model';
import { appStore, useApp } from '../../state/store';
import type { Numbers } from './More';
import { senders, targets } from './options';
import { inRange, SIZES, TTLS } from './Parts';

const numbersOf = ({ size, ttl }: SendSettings): Numbers => ({
  size: String(size ?? ''),
  ttl: String(ttl ?? ''),
});

/** The next packet as it is being filled in. It follows what is sent elsewhere, and reaches the page when it is sent. */
export function useDraft() {
  const send = useApp((s) => s.send);
  const problem = useApp((s) => s.sendProblem);
  const [numbers, setNumbers] = useState(() => numbersOf(send));
  const [draft, setDraft] = useState(send);
  const known = useRef(send);
  useEffect(() => {
    // Another sample, an undo, a link: what is shown here follows.
    if (known.current !== send) {
      setDraft(send);
      setNumbers(numbersOf(send));
    }
    known.current = send;
  }, [send]);
  const cluster = useApp((s) => s.cluster);

  function change(part: Partial<SendSettings>): void {
    setDraft((before) => ({ ...before, ...part }));
    if (problem) appStore.setState({ sendProblem: undefined });
  }

  function changeSender(text: string): void {
    change({ from: senders(cluster).find(({ name }) => name === text)?.id ?? text });
  }

  function changeTarget(to: string): void {
    const target = targets(cluster, draft.from).find((candidate) => candidate.to === to);
    const proto = target && draft.proto !== 'icmp' ? { proto: target.proto } : {};
    change({ to, force: undefined, via: undefined, ...proto });
  }

  /** One packet as it is drafted; false where the form is not well filled in, or it cannot be sent. */
  function sendDraft(): boolean {
    if (!inRange(numbers.size, ...SIZES) || !inRange(numbers.ttl, ...TTLS)) {
      const wrong = document.querySelector<HTMLInputElement>('.send-more [aria-invalid="true"]');
      // What is folded cannot take the focus.
      wrong?.closest('details')?.setAttribute('open', '');
      wrong?.focus();
      return false;
    }
    const number = (text: string) => (text === '' ? undefined : Number(text));
    const { proto } = draft;
    appStore.getState().sendNow({
      ...draft,
      to: draft.to.trim(),
      size: number(numbers.size),
      ttl: number(numbers.ttl),
      conversation: proto === 'tcp' ? draft.conversation : undefined,
      flags: proto === 'tcp' ? draft.flags : undefined,
      oneWay: proto === 'udp' ? draft.oneWay : undefined,
    });
    return appStore.getState().sendProblem === undefined;
  }

  const onNumber = (part: Partial<Numbers>): void => setNumbers((before) => ({ ...before, ...part }));

  return { draft, numbers, problem, change, changeSender, changeTarget, onNumber, sendDraft };
}
