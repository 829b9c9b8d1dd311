import { useState } from 'react';
import { t } from '../../i18n';
import type { ChangeGroup } from '../../state/history/model';
import { Glyph } from '../../ui/address/Glyph';
import { ChainChange } from './ChainChange';
import { groupWords } from './words';

/** More rules than that wait until they are asked for. */
const AT_FIRST = 60;
const MORE = 400;

interface GroupProps {
  readonly group: ChangeGroup;
  readonly open: boolean;
}

/** What happened on nodes that changed alike. */
export function Group({ group, open }: GroupProps) {
  const [most, setMost] = useState(AT_FIRST);
  const { chains, nodes } = group;
  let left = most;
  const shown = chains.flatMap((diff) => {
    if (left <= 0) return [];
    const here = left;
    left -= Math.max(1, diff.rules.length);
    return [<ChainChange key={`${diff.table} ${diff.chain}`} diff={diff} most={here} />];
  });
  const all = chains.reduce((sum, { rules }) => sum + Math.max(1, rules.length), 0);
  return (
    <details className="change-group" open={open}>
      <summary>
        <Glyph name="chevron" size={10} />
        <span>
          {groupWords(group)}
          {group.family === 6 && ' · IPv6'}
        </span>
      </summary>
      {nodes.length > 1 && <p className="change-nodes">{nodes.slice(0, 12).join(', ')}</p>}
      {shown}
      {all > most && (
        <button type="button" className="button button-plain" onClick={() => setMost(most + MORE)}>
          {t('changes.more', { count: all - most })}
        </button>
      )}
    </details>
  );
}
