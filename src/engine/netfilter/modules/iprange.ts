import type { Ip } from '../../net/address';
import { familyOf, ipToBigInt, parseIp } from '../../net/ip';
import type { ModuleAnswer } from '../facts';
import { type ModuleReader, optionMap, written } from './module';

interface Range {
  readonly from: Ip;
  readonly to: Ip;
  readonly negate: boolean;
}

const holds = ({ from, to, negate }: Range, address: Ip): boolean => {
  const value = ipToBigInt(address);
  return (value >= ipToBigInt(from) && value <= ipToBigInt(to)) !== negate;
};

/** iprange_mt4 and iprange_mt6 in net/netfilter/xt_iprange.c. One address is a range of one. */
export const iprange: ModuleReader = (clause, family) => {
  const options = optionMap(clause, { '--src-range': 'src', '--dst-range': 'dst' });
  if (!options?.size) return undefined;
  const ranges = new Map<'src' | 'dst', Range>();
  for (const side of ['src', 'dst'] as const) {
    const option = options.get(side);
    if (!option) continue;
    const [from, to] = (option.values[0] ?? '').split('-').map(parseIp);
    const single = !option.values[0]?.includes('-');
    const last = single ? from : to;
    if (!from || !last || familyOf(from) !== family || familyOf(last) !== family) return 'wrong';
    if (ipToBigInt(from) > ipToBigInt(last)) return 'wrong';
    ranges.set(side, { from, to: last, negate: option.negate });
  }
  return {
    options: [...ranges]
      .map(([side, r]) => written(r.negate, `--${side}-range`, `${r.from}-${r.to}`))
      .join(' '),
    test: ({ input: { packet } }): ModuleAnswer => {
      for (const [side, range] of ranges)
        if (!holds(range, packet[side])) return { field: side, actual: packet[side] };
      return undefined;
    },
  };
};
