import type { ModuleAnswer } from '../facts';
import { type Ends, setHolds } from './ipset';
import { type ModuleReader, written } from './module';

/** set_match_v4 in net/netfilter/xt_set.c. A set that was not given is not guessed. */
export const set: ModuleReader = ({ options }, _family, sets) => {
  const option = options[0];
  const [name = '', list = ''] = option?.values ?? [];
  const ends = list.split(',');
  if (option?.name !== '--match-set' || options.length !== 1 || option.values.length !== 2) return undefined;
  if (!ends.every((end) => end === 'src' || end === 'dst')) return 'wrong';
  return {
    options: written(option.negate, '--match-set', name, list),
    test: ({ input: { packet, iif, oif } }): ModuleAnswer => {
      const holds = setHolds(sets, name, ends as Ends, { packet, iif, oif });
      if (holds === undefined) return 'unknown';
      return holds === option.negate
        ? { field: 'set', actual: elementText(packet, ends as Ends) }
        : undefined;
    },
  };
};

const elementText = (packet: Parameters<typeof setHolds>[3]['packet'], ends: Ends): string =>
  [...new Set(ends)]
    .map((end) => `${packet[end]}${packet.icmp ? '' : `:${end === 'src' ? packet.sport : packet.dport}`}`)
    .join(', ');
