import { parseArgs } from 'node:util';
import { stops } from '../debugger';
import type { Grain } from '../engine';
import { traceJson } from '../report/traceJson';
import { CliFailure, type Io } from './failure';
import { HELP } from './help';
import { readCluster, readSource } from './input';
import { proxyOption } from './proxyOption';
import { FORMATS, type RulesFormat, rulesText } from './rules';
import { traceExchange } from './trace';
import { traceText } from './traceText';

const COMMON = {
  'keep-going': { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  proxy: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const RULES = {
  ...COMMON,
  node: { type: 'string' },
  format: { type: 'string', default: 'save' },
  all: { type: 'boolean', default: false },
  jsonl: { type: 'boolean', default: false },
} as const;

const TRACE = {
  ...COMMON,
  from: { type: 'string' },
  to: { type: 'string' },
  proto: { type: 'string' },
  seed: { type: 'string' },
  pick: { type: 'string' },
  via: { type: 'string' },
  size: { type: 'string' },
  ttl: { type: 'string' },
  conversation: { type: 'boolean', default: false },
  grain: { type: 'string', default: 'rule' },
  json: { type: 'boolean', default: false },
} as const;

const GRAINS: readonly Grain[] = ['hop', 'chain', 'rule'];

/** Runs a command line but for `rules --jsonl`, which streams. Throws a CliFailure for bad input. */
export function run(argv: readonly string[], io: Io, stream: () => void): void {
  const [command, ...args] = argv;
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') io.out(HELP);
  else if (command === 'rules') rules(args, io, stream);
  else if (command === 'trace') trace(args, io);
  else throw new CliFailure(`no command ${command}; there are rules, trace and help`);
}

function rules(args: readonly string[], io: Io, stream: () => void): void {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options: RULES, allowPositionals: true }),
  );
  if (values.help) {
    io.out(HELP);
    return;
  }
  if (values.jsonl) {
    if (positionals.length > 0) throw new CliFailure('rules --jsonl reads standard input, no files');
    stream();
    return;
  }
  const format = oneOf('--format', values.format, FORMATS);
  const proxy = proxyOption(values.proxy);
  const cluster = read(positionals, values, io);
  const { node, all } = values;
  io.out(
    rulesText(cluster, {
      proxy,
      format: format as RulesFormat,
      all,
      ...(node === undefined ? {} : { node }),
    }),
  );
}

function trace(args: readonly string[], io: Io): void {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options: TRACE, allowPositionals: true }),
  );
  if (values.help) {
    io.out(HELP);
    return;
  }
  const { from, to, proto, seed, pick, via, size, ttl, conversation } = values;
  if (from === undefined) throw new CliFailure('trace needs --from pod/NS/NAME, node/NAME or outside');
  if (to === undefined) throw new CliFailure('trace needs --to svc/NS/NAME:PORT or IP:PORT');
  const grain = oneOf('--grain', values.grain, GRAINS);
  const proxy = proxyOption(values.proxy);
  const cluster = read(positionals, values, io);
  const exchange = traceExchange(cluster, {
    from,
    to,
    proxy,
    ...(proto === undefined ? {} : { proto }),
    ...(seed === undefined ? {} : { seed }),
    ...(pick === undefined ? {} : { pick }),
    ...(via === undefined ? {} : { via }),
    ...(size === undefined ? {} : { size }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(conversation ? { conversation } : {}),
  });
  if (values.json) io.out(`${JSON.stringify(traceJson(exchange), null, 2)}\n`);
  else
    io.out(
      traceText(exchange, grain === 'rule' ? exchange.steps.map((s) => s.index) : stops(exchange, grain)),
    );
}

function read(files: readonly string[], values: { 'keep-going'?: boolean; quiet?: boolean }, io: Io) {
  if (files.length === 0) throw new CliFailure('no file given; see hopscope help');
  const options = { keepGoing: values['keep-going'] ?? false, quiet: values.quiet ?? false };
  return readCluster(files.map(readSource), options, io);
}

function parse<T>(parser: () => T): T {
  try {
    return parser();
  } catch (error) {
    throw new CliFailure((error as Error).message.split('\n')[0] ?? 'unknown option');
  }
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw new CliFailure(`${option} ${value}: allowed are ${allowed.join(', ')}`);
  return found;
}
