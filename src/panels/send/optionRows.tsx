import { useMemo } from 'react';
import { useApp } from '../../state/store';
import { Address } from '../../ui/address/Address';
import { Glyph } from '../../ui/address/Glyph';
import type { ComboOption } from '../../ui/popups/Combo';
import { senders, targets } from './options';

/** Who can call, as rows of the field's list. */
export function useSenderOptions(): readonly ComboOption[] {
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

/** What `from` can call, as rows of the field's list. */
export function useTargetOptions(from: string): readonly ComboOption[] {
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
