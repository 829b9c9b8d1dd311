import type { ModuleAnswer, ModuleFacts } from '../facts';
import { parseMark } from '../parse/parse-value';
import { hex } from '../print/print-value';
import { type ModuleReader, numberOf, optionMap, written } from './module';

/** Modules that ask what was before: rates, counters, and the mark of a connection. */

/** XT_LIMIT_SCALE: rates are kept as ten-thousandths of a second between two packets. */
const SCALE = 10_000;
const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['min', 60],
  ['sec', 1],
];

/** `3/hour`, `7/m`, `5`: the pause between two packets (parse_rate in libxt_limit.c). */
function pauseOf(text: string): number | undefined {
  const parts = /^(\d+)(?:\/([a-z]+))?$/i.exec(text);
  const rate = Number(parts?.[1]);
  const name = (parts?.[2] ?? 'sec').toLowerCase();
  const unit = UNITS.find(
    ([long]) => long.startsWith(name) || `${long}ute`.startsWith(name) || `${long}ond`.startsWith(name),
  );
  if (!parts || !unit || rate < 1) return undefined;
  return Math.floor((SCALE * unit[1]) / rate) || undefined;
}

/** print_rate in libxt_limit.c: the smallest unit that a whole number of packets fits in. */
function rateText(pause: number): string {
  let [name, seconds] = UNITS[0] as (typeof UNITS)[number];
  for (const unit of UNITS.slice(1)) {
    const mult = unit[1] * SCALE;
    if (pause > mult || Math.floor(mult / pause) < mult % pause) break;
    [name, seconds] = unit;
  }
  return `${Math.floor((seconds * SCALE) / pause)}/${name}`;
}

const BURST = 5;

/**
 * limit_mt in net/netfilter/xt_limit.c: a bucket of `burst` packets that fills by one each `pause`. What is remembered is
 * when it would be full.
 */
export const limit: ModuleReader = (clause) => {
  const options = optionMap(clause, { '--limit': 'limit', '--limit-burst': 'burst' });
  if (!options || [...options.values()].some((o) => o.negate)) return undefined;
  const pause = pauseOf(options.get('limit')?.values[0] ?? '3/hour');
  const burst = numberOf(options.get('burst')?.values[0] ?? `${BURST}`, 10_000);
  if (!pause || !burst) return 'wrong';
  const key = {};
  return {
    options: `--limit ${rateText(pause)}${burst === BURST ? '' : ` --limit-burst ${burst}`}`,
    test: ({ env }: ModuleFacts): ModuleAnswer => {
      const { memory } = env;
      if (!memory) return 'unknown';
      const now = Math.round(memory.now * SCALE);
      const full = Math.max(memory.get(key) ?? 0, now);
      if (full - now > (burst - 1) * pause) return { field: 'rate', actual: '0' };
      memory.set(key, full + pause);
      return undefined;
    },
  };
};

/** statistic_mt in net/netfilter/xt_statistic.c, nth mode: one packet of `every`, the first one after `packet` others. */
export const nth: ModuleReader = (clause) => {
  const options = optionMap(clause, { '--mode': 'mode', '--every': 'every', '--packet': 'packet' });
  const every = options?.get('every');
  const n = numberOf(every?.values[0], 0xffffffff);
  const first = numberOf(options?.get('packet')?.values[0] ?? '0', 0xffffffff);
  if (!every || !n || first === undefined || options?.get('mode')?.values[0] !== 'nth') return undefined;
  if (first >= n) return 'wrong';
  const key = {};
  return {
    options: `--mode nth ${written(every.negate, '--every', `${n}`)} --packet ${first}`,
    test: ({ env: { memory } }: ModuleFacts): ModuleAnswer => {
      if (!memory) return 'unknown';
      // libxt_statistic.c hands the kernel every - 1, and counts from every - 1 - packet.
      const seen = memory.get(key) ?? n - 1 - first;
      const next = seen === n - 1 ? 0 : seen + 1;
      memory.set(key, next);
      return (next === 0) === every.negate ? { field: 'count', actual: `${seen + 1}/${n}` } : undefined;
    },
  };
};

/** connmark_mt in net/netfilter/xt_connmark.c: a packet without an entry never matches, not even a negation. */
export const connmark: ModuleReader = (clause) => {
  const option = optionMap(clause, { '--mark': 'mark' })?.get('mark');
  const read = parseMark(option?.values[0]);
  if (!option || !read) return undefined;
  const { value, mask } = read;
  const text = mask === 0xffffffff ? hex(value) : `${hex(value)}/${hex(mask)}`;
  return {
    options: written(option.negate, '--mark', text),
    test: ({ ctMark }: ModuleFacts): ModuleAnswer => {
      if (ctMark === undefined) return { field: 'connmark', actual: '' };
      const holds = (ctMark & mask) >>> 0 === value;
      return holds === option.negate ? { field: 'connmark', actual: hex(ctMark) } : undefined;
    },
  };
};
