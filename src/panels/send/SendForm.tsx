import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { resolveTarget } from '../../engine';
import { t } from '../../i18n';
import { splitSender } from '../../state/packet';
import { problemText } from '../../state/problemText';
import { appStore, useApp } from '../../state/store';
import type { SendSettings } from '../../state/types';
import { Address } from '../../ui/Address';
import { Button, IconButton } from '../../ui/Button';
import { Combo, type ComboOption } from '../../ui/Combo';
import { Glyph } from '../../ui/Glyph';
import { Segmented } from '../../ui/Segmented';
import { Select, type SelectOption } from '../../ui/Select';
import { Flow } from './Flow';
import { choices, senders, targets } from './options';
import { Check, Flags, inRange, NumberField, SIZES, TTLS, Via } from './Parts';

const RANDOM = '';

/** 1 to 999,999: short enough to be said aloud. */
const drawSeed = (): number => 1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 999_999);

function useSenderOptions(): readonly ComboOption[] {
  const cluster = useApp((s) => s.cluster);
  return useMemo(
    () =>
      senders(cluster).map(({ name, kind, ip, group, detail }) => ({
        value: name,
        group,
        keywords: `${ip} ${detail}`,
        content: (
          <span className="send-option">
            <span className="send-name">{name}</span> <Address ip={ip} kind={kind} />
          </span>
        ),
        ...(detail === '' ? {} : { detail }),
      })),
    [cluster],
  );
}

function useTargetOptions(from: string): readonly ComboOption[] {
  const cluster = useApp((s) => s.cluster);
  return useMemo(
    () =>
      targets(cluster, from).map(({ to, name, kind, address, group }) => ({
        value: to,
        group,
        keywords: `${name} ${address}`,
        content: (
          <span className="send-option">
            <Glyph name={kind} size={9} className={`addr-${kind}`} />
            <span className="send-name">{name}</span>
          </span>
        ),
        ...(address === '' ? {} : { detail: <span className={`mono addr-${kind}`}>{address}</span> }),
      })),
    [cluster, from],
  );
}

/** The address that the words stand for, as soon as they stand for one. */
function Resolved({ draft }: { draft: SendSettings }) {
  const cluster = useApp((s) => s.cluster);
  const target = resolveTarget(cluster, draft.to, splitSender(draft.from).machine, draft.proto === 'icmp');
  if ('problem' in target) return null;
  return (
    <p className="send-resolved">
      <Address ip={target.ip} port={target.port || undefined} />
    </p>
  );
}

/** Which endpoint: by the seed, or always the same. */
function Choice({ draft, change }: { draft: SendSettings; change(part: Partial<SendSettings>): void }) {
  const cluster = useApp((s) => s.cluster);
  const endpoints = useMemo(
    () => choices(cluster, draft.to, splitSender(draft.from).machine),
    [cluster, draft.to, draft.from],
  );
  const all =
    draft.force !== undefined && !endpoints.includes(draft.force) ? [draft.force, ...endpoints] : endpoints;
  const options: SelectOption<string>[] = [
    { value: RANDOM, text: t('shell.send.random') },
    ...all.map((endpoint) => ({ value: endpoint, text: t('shell.send.forced', { endpoint }) })),
  ];
  return (
    <div className="send-choice">
      {all.length > 0 ? (
        <Select
          label={t('shell.send.choice')}
          showLabel
          value={draft.force ?? RANDOM}
          options={options}
          onChange={(value) => change({ force: value === RANDOM ? undefined : value })}
        />
      ) : (
        <p className="send-hint">{t('shell.send.choiceNone')}</p>
      )}
    </div>
  );
}

function Seed({ draft, change }: { draft: SendSettings; change(part: Partial<SendSettings>): void }) {
  return (
    <div className="send-seed">
      <label className="field-label" htmlFor="send-seed">
        {t('shell.send.seed')}
      </label>
      <div className="send-row">
        <input
          id="send-seed"
          className="field-input mono"
          inputMode="numeric"
          value={String(draft.seed)}
          aria-describedby="send-seed-hint"
          onChange={(event) => {
            const digits = event.target.value.replace(/\D/g, '').slice(0, 9);
            change({ seed: digits === '' ? 0 : Number(digits) });
          }}
        />
        <IconButton
          label={t('shell.send.newSeed')}
          icon="dice"
          onClick={() => change({ seed: drawSeed() })}
        />
      </div>
      <p id="send-seed-hint" className="visually-hidden">
        {t('shell.send.seedHint')}
      </p>
    </div>
  );
}

const hasMore = ({ size, ttl, flags, oneWay }: SendSettings): boolean =>
  size !== undefined || ttl !== undefined || flags !== undefined || oneWay === true;

/** A draft of the next packet; nothing happens before it is sent. `onSent` closes what is around it. */
export function SendForm({ onSent }: { onSent(): void }) {
  const send = useApp((s) => s.send);
  const problem = useApp((s) => s.sendProblem);
  const [numbers, setNumbers] = useState({ size: String(send.size ?? ''), ttl: String(send.ttl ?? '') });
  const [draft, setDraft] = useState(send);
  const known = useRef(send);
  /** Whatever is set in there should be in sight. */
  const more = useRef(hasMore(send)).current;
  useEffect(() => {
    // Another sample, an undo, a link: what is shown here follows.
    if (known.current !== send) {
      setDraft(send);
      setNumbers({ size: String(send.size ?? ''), ttl: String(send.ttl ?? '') });
    }
    known.current = send;
  }, [send]);
  const senderOptions = useSenderOptions();
  const targetOptions = useTargetOptions(draft.from);
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

  function finish(): void {
    if (appStore.getState().sendProblem) return;
    onSent();
    appStore.getState().play();
  }

  /** One packet as it is drafted; false where the form is not well filled in, or it cannot be sent. */
  function sendDraft(): boolean {
    if (!inRange(numbers.size, ...SIZES) || !inRange(numbers.ttl, ...TTLS)) {
      document.querySelector<HTMLInputElement>('.send-more [aria-invalid="true"]')?.focus();
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

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (sendDraft()) finish();
  }

  /** The one packet shows what the many will be like. */
  function sendMany(): void {
    if (!sendDraft()) return;
    onSent();
    appStore.getState().showTraffic();
  }

  return (
    <form className="send-form" onSubmit={submit}>
      <div>
        <Combo
          id="send-from"
          label={t('shell.send.from')}
          value={senders(cluster).find(({ id }) => id === draft.from)?.name ?? draft.from}
          options={senderOptions}
          openLabel={t('shell.send.suggestions')}
          errorId={problem?.code === 'no-such-sender' ? 'send-problem' : undefined}
          onChange={changeSender}
        />
      </div>
      <div>
        <Combo
          id="send-to"
          label={t('shell.send.to')}
          value={draft.to}
          options={targetOptions}
          placeholder={t('shell.send.toPlaceholder')}
          openLabel={t('shell.send.suggestions')}
          errorId={problem && problem.code !== 'no-such-sender' ? 'send-problem' : undefined}
          onChange={changeTarget}
        />
        <Resolved draft={draft} />
        <p id="send-problem" className="send-problem" role="alert">
          {problem && problemText(problem)}
        </p>
      </div>
      <div className="send-row send-row-top">
        <div>
          <span className="field-label">{t('shell.send.proto')}</span>
          <Segmented
            label={t('shell.send.proto')}
            value={draft.proto}
            options={[
              { value: 'tcp', label: 'TCP' },
              { value: 'udp', label: 'UDP' },
              { value: 'sctp', label: 'SCTP' },
              { value: 'icmp', label: t('shell.send.icmp') },
            ]}
            onChange={(proto) => change({ proto })}
          />
        </div>
      </div>
      {draft.proto === 'tcp' && (
        <Check
          label={t('shell.send.conversation')}
          hint={t('shell.send.conversationHint')}
          checked={draft.conversation ?? false}
          onChange={(conversation) => change({ conversation })}
        />
      )}
      <Via draft={draft} change={change} />
      {draft.proto !== 'icmp' && <Choice draft={draft} change={change} />}
      <details className="send-more" open={more}>
        <summary>{t('shell.send.more')}</summary>
        <div className="send-fields">
          <Seed draft={draft} change={change} />
          <NumberField
            id="send-size"
            label={t('shell.send.size')}
            value={numbers.size}
            range={SIZES}
            wrong={t('shell.send.sizeWrong')}
            onChange={(size) => setNumbers((before) => ({ ...before, size }))}
          />
          <NumberField
            id="send-ttl"
            label={t('shell.send.ttl')}
            value={numbers.ttl}
            range={TTLS}
            wrong={t('shell.send.ttlWrong')}
            onChange={(ttl) => setNumbers((before) => ({ ...before, ttl }))}
          />
          {draft.proto === 'tcp' && <Flags draft={draft} change={change} />}
        </div>
        {draft.proto === 'tcp' && <p className="send-hint">{t('shell.send.sizeHint')}</p>}
        {draft.proto === 'udp' && (
          <Check
            label={t('shell.send.oneWay')}
            hint={t('shell.send.oneWayHint')}
            checked={draft.oneWay ?? false}
            onChange={(oneWay) => change({ oneWay })}
          />
        )}
      </details>
      <div className="send-row send-buttons">
        <Button look="ink" type="submit">
          {t('shell.send.send')}
        </Button>
        <Button icon="dice" onClick={sendMany}>
          {t('traffic.open')}
        </Button>
      </div>
      <Flow onSent={finish} />
    </form>
  );
}
