import { useMemo } from 'react';
import { resolveTarget } from '../../engine';
import { t } from '../../i18n';
import type { SendSettings } from '../../state/session/model';
import { splitSender } from '../../state/session/packet';
import { useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { Select, type SelectOption } from '../../ui/popups/Select';
import { choices } from './options';
import type { Part } from './Parts';

const RANDOM = '';

/** The address that the words stand for, as soon as they stand for one. */
export function Resolved({ draft }: { readonly draft: SendSettings }) {
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
export function Choice({ draft, change }: Part) {
  const cluster = useApp((s) => s.cluster);
  const endpoints = useMemo(
    () => choices(cluster, draft.to, splitSender(draft.from).machine),
    [cluster, draft.to, draft.from],
  );
  const all =
    draft.force !== undefined && !endpoints.includes(draft.force) ? [draft.force, ...endpoints] : endpoints;
  const options: SelectOption<string>[] = [
    { value: RANDOM, text: t('send.random') },
    ...all.map((endpoint) => ({ value: endpoint, text: t('send.forced', { endpoint }) })),
  ];
  return (
    <div className="send-choice">
      {all.length > 0 ? (
        <Select
          label={t('send.choice')}
          showLabel
          value={draft.force ?? RANDOM}
          options={options}
          onChange={(value) => change({ force: value === RANDOM ? undefined : value })}
        />
      ) : (
        <p className="send-hint">{t('send.choiceNone')}</p>
      )}
    </div>
  );
}
