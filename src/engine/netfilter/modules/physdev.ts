import { interfaceMatches } from '../evaluate/match-packet';
import type { ModuleAnswer } from '../facts';
import type { Option } from '../parse/parse-clause';
import { type ModuleReader, optionMap, written } from './module';

/** In the order in which libxt_physdev.c saves them. */
const OPTIONS = {
  '--physdev-in': 'in',
  '--physdev-is-in': 'isIn',
  '--physdev-out': 'out',
  '--physdev-is-out': 'isOut',
  '--physdev-is-bridged': 'bridged',
};
const SAVED = ['isIn', 'in', 'isOut', 'out', 'bridged'] as const;

/** physdev_mt in net/netfilter/xt_physdev.c: the ports that a frame passes; a packet that is no frame has none. */
export const physdev: ModuleReader = (clause) => {
  const options = optionMap(clause, OPTIONS);
  if (!options?.size) return undefined;
  const named = (name: 'in' | 'out') => options.get(name)?.values[0];
  const nameOf = Object.fromEntries(Object.entries(OPTIONS).map(([flag, key]) => [key, flag]));
  const asked = (name: string): Option | undefined => options.get(name);
  const text = SAVED.flatMap((key) => {
    const option = asked(key);
    return option ? [written(option.negate, nameOf[key] ?? '', option.values[0] ?? '')] : [];
  });
  return {
    options: text.join(' '),
    test: ({ input: { physIn, physOut } }): ModuleAnswer => {
      const fails = (name: string, holds: boolean) => asked(name) && holds === asked(name)?.negate;
      const into = { field: 'physIn', actual: physIn ?? '' } as const;
      const out = { field: 'physOut', actual: physOut ?? '' } as const;
      if (physIn === undefined) {
        if (fails('isIn', false) || fails('in', false)) return into;
        return fails('bridged', false) || fails('isOut', false) || fails('out', false) ? out : undefined;
      }
      if (fails('bridged', physOut !== undefined) || fails('isOut', physOut !== undefined)) return out;
      if (fails('isIn', true) || fails('in', interfaceMatches(named('in') ?? '', physIn))) return into;
      if (!asked('out')) return undefined;
      return physOut === undefined || fails('out', interfaceMatches(named('out') ?? '', physOut))
        ? out
        : undefined;
    },
  };
};
