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
import { choices, senders, targets } from './options';

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

function useTargetOptions(): readonly ComboOption[] {
  const cluster = useApp((s) => s.cluster);
  return useMemo(
    () =>
      targets(cluster).map(({ to, name, kind, address, group }) => ({
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
    [cluster],
  );
}

/** The address that the words stand for, as soon as they stand for one. */
function Resolved({ draft }: { draft: SendSettings }) {
  const cluster = useApp((s) => s.cluster);
  const target = resolveTarget(cluster, draft.to, splitSender(draft.from).machine);
  if ('problem' in target) return null;
  return (
    <p className="send-resolved">
      <Address ip={target.ip} port={target.port} />
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

/** A draft of the next packet; nothing happens before it is sent. `onSent` closes what is around it. */
export function SendForm({ onSent }: { onSent(): void }) {
  const send = useApp((s) => s.send);
  const problem = useApp((s) => s.sendProblem);
  const sport = useApp((s) => s.session.at(-1)?.sport);
  const canRepeat = useApp((s) => s.exchange !== undefined);
  const [draft, setDraft] = useState(send);
  const known = useRef(send);
  useEffect(() => {
    // Another sample, an undo, a link: what is shown here follows.
    if (known.current !== send) setDraft(send);
    known.current = send;
  }, [send]);
  const senderOptions = useSenderOptions();
  const targetOptions = useTargetOptions();
  const cluster = useApp((s) => s.cluster);

  function change(part: Partial<SendSettings>): void {
    setDraft((before) => ({ ...before, ...part }));
    if (problem) appStore.setState({ sendProblem: undefined });
  }

  function changeSender(text: string): void {
    change({ from: senders(cluster).find(({ name }) => name === text)?.id ?? text });
  }

  function changeTarget(to: string): void {
    const target = targets(cluster).find((candidate) => candidate.to === to);
    change({ to, force: undefined, ...(target ? { proto: target.proto } : {}) });
  }

  function finish(): void {
    if (appStore.getState().sendProblem) return;
    onSent();
    appStore.getState().play();
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    appStore.getState().sendNow({ ...draft, to: draft.to.trim(), force: draft.force });
    finish();
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
            ]}
            onChange={(proto) => change({ proto })}
          />
        </div>
        <Seed draft={draft} change={change} />
      </div>
      <Choice draft={draft} change={change} />
      <div className="send-row send-buttons">
        <Button look="ink" type="submit">
          {t('shell.send.send')}
        </Button>
        {canRepeat && (
          <Button
            onClick={() => {
              appStore.getState().sendAgain();
              finish();
            }}
            title={t('shell.send.againHint', { port: sport ?? 0 })}
          >
            {t('shell.send.again')}
          </Button>
        )}
      </div>
    </form>
  );
}
