import type { FormEvent } from 'react';
import { t } from '../../i18n';
import { problemText } from '../../state/session/problemText';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { Segmented } from '../../ui/controls/Segmented';
import { Combo } from '../../ui/popups/Combo';
import { Choice, Resolved } from './Endpoint';
import { Flow } from './Flow';
import { More } from './More';
import { useSenderOptions, useTargetOptions } from './optionRows';
import { senders } from './options';
import { Check, Via } from './Parts';
import { useDraft } from './useDraft';

/** A draft of the next packet; nothing happens before it is sent. `onSent` closes what is around it. */
export function SendForm({ onSent }: { onSent(): void }) {
  const cluster = useApp((s) => s.cluster);
  const { draft, numbers, problem, change, changeSender, changeTarget, onNumber, sendDraft } = useDraft();
  const senderOptions = useSenderOptions();
  const targetOptions = useTargetOptions(draft.from);

  function finish(): void {
    if (appStore.getState().sendProblem) return;
    onSent();
    appStore.getState().play();
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
          label={t('send.from')}
          value={senders(cluster).find(({ id }) => id === draft.from)?.name ?? draft.from}
          options={senderOptions}
          openLabel={t('send.suggestions')}
          errorId={problem?.code === 'no-such-sender' ? 'send-problem' : undefined}
          onChange={changeSender}
        />
      </div>
      <div>
        <Combo
          id="send-to"
          label={t('send.to')}
          value={draft.to}
          options={targetOptions}
          placeholder={t('send.toPlaceholder')}
          openLabel={t('send.suggestions')}
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
          <span className="field-label">{t('send.proto')}</span>
          <Segmented
            label={t('send.proto')}
            value={draft.proto}
            options={[
              { value: 'tcp', label: 'TCP' },
              { value: 'udp', label: 'UDP' },
              { value: 'sctp', label: 'SCTP' },
              { value: 'icmp', label: t('send.icmp') },
            ]}
            onChange={(proto) => change({ proto })}
          />
        </div>
      </div>
      {draft.proto === 'tcp' && (
        <Check
          label={t('send.conversation')}
          hint={t('send.conversationHint')}
          checked={draft.conversation ?? false}
          onChange={(conversation) => change({ conversation })}
        />
      )}
      <Via draft={draft} change={change} />
      {draft.proto !== 'icmp' && <Choice draft={draft} change={change} />}
      <More draft={draft} change={change} numbers={numbers} onNumber={onNumber} />
      <div className="send-row send-buttons">
        <Button look="ink" type="submit">
          {t('send.send')}
        </Button>
        <Button icon="dice" onClick={sendMany}>
          {t('traffic.open')}
        </Button>
      </div>
      <Flow onSent={finish} />
    </form>
  );
}
