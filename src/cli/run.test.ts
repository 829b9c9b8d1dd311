import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { SAMPLES } from '../lessons/samples';
import { CliFailure } from './failure';
import { streamCases } from './jsonlStream';
import { run } from './run';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-'));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const [clusterIp = '', nodePort = ''] = SAMPLES.map(({ id, yaml }) => file(`${id}.yaml`, yaml));

function cli(...argv: readonly string[]): { out: string; err: string } {
  const written = { out: '', err: '' };
  run(
    argv,
    {
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
    },
    () => {
      written.out += 'streamed';
    },
  );
  return written;
}

/** The one line that bad input ends with, the folder cut off. */
function failure(...argv: readonly string[]): string {
  try {
    cli(...argv);
  } catch (error) {
    if (error instanceof CliFailure) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return 'no failure';
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n  - port: ';

it.each([
  [['rules'], 'no file given; see hopscope help'],
  [['walk'], 'no command walk; there are rules, trace and help'],
  [['rules', 'none.yaml'], 'none.yaml: no such file'],
  [['rules', '--format', 'xml', 'x'], '--format xml: allowed are save, restore, canonical'],
  [
    ['rules', clusterIp, '--node', 'n'],
    '--node n: no such node; there are ycwang-ubuntu, ycwang-ubuntu-worker',
  ],
  [
    ['rules', file('tab.yaml', 'a: 1\nb:\n\t- c\n')],
    'tab.yaml:3:1: YAML does not allow tabs for indentation. Use spaces.',
  ],
  [
    ['rules', file('port.yaml', `${SERVICE}70000\n`)],
    'port.yaml:6:11: spec.ports[0].port is 70000. Allowed are 1 to 65535. This entry is left out.',
  ],
  [
    ['rules', clusterIp, '--proxy', '{"masqueradeBit": 40}'],
    '--proxy:1:2: masqueradeBit is 40; allowed: 0-31',
  ],
  [
    ['rules', clusterIp, '--proxy', '{"mode": "nftables"}'],
    '--proxy:1:2: nftables mode is not supported yet',
  ],
  [['trace', clusterIp], 'trace needs --from pod/NS/NAME, node/NAME or outside'],
  [['trace', clusterIp, '--from', 'outside'], 'trace needs --to svc/NS/NAME:PORT or IP:PORT'],
  [
    ['trace', clusterIp, '--from', 'outside', '--to', 'svc/default/ngnix-svc:8080'],
    '--to svc/default/ngnix-svc:8080: There is no Service default/ngnix-svc. Did you mean default/nginx-svc?',
  ],
  [
    ['trace', clusterIp, '--from', 'outside', '--to', '1.2.3.4:5', '--pick', '9.9.9.9:80'],
    '--pick 9.9.9.9:80: no Service has this endpoint',
  ],
  [
    ['trace', clusterIp, '--from', 'outside', '--to', '1.2.3.4:5', '--proto', 'ipip'],
    '--proto ipip: allowed are tcp, udp, sctp, icmp',
  ],
  [
    ['trace', clusterIp, '--from', 'outside', '--to', '1.2.3.4:5', '--seed', '-1x'],
    expect.stringContaining("Option '--seed' argument is ambiguous"),
  ],
])('%j ends with: %s', (argv, message) => {
  expect(failure(...argv)).toEqual(message);
});

it('names the unknown sender and the known ones', () => {
  expect(failure('trace', clusterIp, '--from', 'pod/default/x', '--to', '1.2.3.4:5')).toMatch(
    /^--from pod\/default\/x: no such sender; there are node\/ycwang-ubuntu, /,
  );
});

it('prints line and column of JSON that cannot be read', () => {
  expect(failure('rules', clusterIp, '--proxy', `@${file('p.json', '{\n "masqueradeAll": yes\n}')}`)).toMatch(
    /^p\.json:2:19: not valid JSON$/,
  );
});

it('goes on without what is wrong where it is told to', () => {
  const two = file('two.yaml', `${SERVICE}70000\n  - port: 80\n`);
  const { out, err } = cli('rules', two, '--keep-going');
  expect(out).toContain('--dport 80 ');
  expect(err).toContain('error: ');
  expect(cli('rules', two, '--keep-going', '--quiet').err).toBe('');
});

it('prints the three formats, and the whole node', () => {
  const first = (...more: string[]) => cli('rules', nodePort, ...more).out;
  expect(first()).toContain(
    '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
  );
  expect(first('--format', 'restore')).toContain('--or-mark 0x00004000');
  expect(first('--format', 'canonical')).not.toContain('PREROUTING');
  expect(first()).not.toContain('FLANNEL');
  expect(first('--all')).toContain('-A FLANNEL-FWD -s 10.244.0.0/16');
  expect(first('--proxy', '{"masqueradeAll": true}')).not.toBe(first());
});

it.skipIf(!process.env.HOPSCOPE_CONFORMANCE)('is what iptables-save prints on the article’s nodes', () => {
  for (const [stage, path] of [
    ['clusterip', clusterIp],
    ['nodeport', nodePort],
  ] as const)
    for (const node of ['ycwang-ubuntu', 'ycwang-ubuntu-worker']) {
      const saved = join(
        process.env.HOPSCOPE_CONFORMANCE ?? '',
        `seed_iptables_${stage}-on-${node}.iptables-save.txt`,
      );
      const rules = readFileSync(saved, 'utf8').replace(/^#.*\n/gm, '');
      expect(cli('rules', path, '--node', node).out).toBe(rules);
    }
});

it('traces as text: machines, rules, outcome', () => {
  const { out, err } = cli(
    'trace',
    clusterIp,
    '--from',
    'pod/default/client',
    '--to',
    'nginx-svc',
    '--pick',
    '10.244.1.4:80',
  );
  expect(err).toBe('');
  expect(out).toMatch(/^request at pod\/default\/client/);
  expect(out).toContain('-A KUBE-SEP-RQ66ZV5Y2RYOH2X3 -p tcp');
  expect(out).toContain('outcome: answered');
});

it('shows less at a coarser grain', () => {
  const lines = (grain: string) =>
    cli('trace', clusterIp, '--from', 'pod/default/client', '--to', 'nginx-svc', '--grain', grain).out.split(
      '\n',
    ).length;
  expect(lines('hop')).toBeLessThan(lines('chain'));
  expect(lines('chain')).toBeLessThan(lines('rule'));
});

interface JsonStep {
  readonly kind: string;
  readonly [field: string]: unknown;
}

it('traces as JSON: a rule step says where, which, what and with which packet', () => {
  const argv = [
    'trace',
    nodePort,
    '--from',
    'outside',
    '--to',
    '192.168.111.128:30000',
    '--pick',
    '10.244.1.6:80',
    '--json',
  ];
  const { outcome, steps } = JSON.parse(cli(...argv).out) as { outcome: { code: string }; steps: JsonStep[] };
  expect(outcome.code).toBe('answered');
  const dnat = steps.find(({ verdict }) => verdict === 'DNAT');
  expect(dnat).toMatchObject({
    kind: 'rule',
    leg: 'request',
    node: 'ycwang-ubuntu',
    hook: 'prerouting',
    table: 'nat',
    chain: 'KUBE-SEP-OZ4KTOWKCOJKYUPL',
    rule: 2,
    matched: true,
    mark: '0x4000',
    packet: { src: '192.168.111.1', dst: '10.244.1.6', dport: 80 },
    packetBefore: { dst: '192.168.111.128', dport: 30000 },
  });
  expect(cli(...argv).out).toBe(cli(...argv).out);
});

it('lets a host-network Pod speak from its node', () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: agent}\nspec: {hostNetwork: true, nodeName: ycwang-ubuntu}\n';
  const { out } = cli(
    'trace',
    clusterIp,
    file('agent.yaml', pod),
    '--from',
    'pod/default/agent',
    '--to',
    'nginx-svc',
    '--json',
  );
  expect(JSON.parse(out).request).toMatchObject({ from: 'node/ycwang-ubuntu', owner: 'default/agent' });
});

it('streams cases: a line in, a line out, a bad one does not stop it', async () => {
  const good = JSON.stringify({ name: 'good', proxy: {}, objects: [] });
  const nft = JSON.stringify({ name: 'nft', proxy: { mode: 'nftables' }, objects: [] });
  const output = new PassThrough();
  const written = textOf(output);
  await streamCases(Readable.from([`${good}\n{"name":\n\n`, `${nft}\n5\n${good}`]), output);
  output.end();
  const results = (await written)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(results.map(({ name, error }) => [name, error === undefined])).toEqual([
    ['good', true],
    ['', false],
    ['', false],
    ['nft', false],
    ['', false],
    ['good', true],
  ]);
});
