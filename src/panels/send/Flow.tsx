import type { ConntrackEntry, TcpFlag, WorldState } from '../../engine';
import { t } from '../../i18n';
import type { SentPacket } from '../../state/session/model';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { Check } from './Parts';

/** Where the flow stands in conntrack now: the first node on its way, seen from the caller. */
function entryOf(
  world: WorldState,
  { sport, from }: SentPacket,
): { node: string; entry: ConntrackEntry } | undefined {
  for (const [id, { conntrack }] of world.machines) {
    const entry = conntrack.find(({ original }) => original.sport === sport);
    if (entry && (id.startsWith('node/') || id === from)) return { node: id.replace(/^node\//, ''), entry };
  }
  return undefined;
}

function FlowState({ packet }: { readonly packet: SentPacket }) {
  const world = useApp((s) => s.world);
  const found = entryOf(world, packet);
  if (!found) return <p className="send-hint">{t('send.flowNone')}</p>;
  const { node, entry } = found;
  const state = entry.state ?? (entry.replied ? 'ESTABLISHED' : 'UNREPLIED');
  const seconds = entry.expires - world.time;
  return <p className="send-hint mono">{t('send.flowEntry', { node, state, seconds })}</p>;
}

const WAITS = [30, 120] as const;

/** The flow that was sent last, once more; and the time that passes in between. `onSent` closes what is around it. */
export function Flow({ onSent }: { onSent(): void }) {
  const packet = useApp((s) => s.session.at(-1));
  const keep = useApp((s) => s.keepSession);
  const sent = useApp((s) => s.exchange !== undefined);
  if (!packet || !sent) return null;
  const send = (flags?: readonly TcpFlag[]) => () => {
    appStore.getState().sendAgain(flags);
    onSent();
  };
  const port = packet.sport;
  return (
    <section className="send-flow" aria-label={t('send.flow', { port })}>
      <h3 className="field-label">{t('send.flow', { port })}</h3>
      <FlowState packet={packet} />
      <div className="send-row send-buttons">
        <Button onClick={send()} title={t('send.againHint', { port })}>
          {t('send.again')}
        </Button>
        {packet.proto === 'tcp' && (
          <>
            <Button onClick={send(['SYN'])}>SYN</Button>
            <Button onClick={send(['PSH', 'ACK'])}>{t('send.againData')}</Button>
            <Button onClick={send(['FIN', 'ACK'])}>FIN</Button>
            <Button onClick={send(['RST'])}>RST</Button>
          </>
        )}
        {WAITS.map((seconds) => (
          <Button key={seconds} onClick={() => appStore.getState().advanceTime(seconds)}>
            {t('send.wait', { seconds })}
          </Button>
        ))}
      </div>
      <Check
        label={t('send.keep')}
        hint={t('send.keepHint')}
        checked={keep}
        onChange={(on) => appStore.getState().setKeepSession(on)}
      />
    </section>
  );
}
