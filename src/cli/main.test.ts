import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SAMPLES } from '../lessons/samples';

const root = join(import.meta.dirname, '../..');
const tsx = join(root, 'node_modules/.bin/tsx');

const hopscope = (argv: readonly string[], input: string) => {
  const { status, stdout, stderr } = spawnSync(tsx, ['src/cli/main.ts', ...argv], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

it('reads standard input, writes results to standard output and nothing else', () => {
  const { status, stdout, stderr } = hopscope(['rules', '-'], SAMPLES[0]?.yaml ?? '');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('KUBE-SVC-HL5LMXD5JFHQZ6LN');
});

it('ends with 2 and one line for bad input', () => {
  expect(hopscope(['rules', '-'], 'kind: Service\nspec\nx: 1\n')).toEqual({
    status: 2,
    stdout: '',
    stderr: '<stdin>:2:1: A “:” is missing after the key, or this line should be indented.\n',
  });
});

it('answers every line of --jsonl and ends with 0', () => {
  const { status, stdout } = hopscope(
    ['rules', '--jsonl'],
    '{"name":"a","proxy":{},"objects":[]}\nnonsense\n',
  );
  expect(status).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line))),
  ).toEqual([
    ['name', 'canonical'],
    ['name', 'error'],
  ]);
});
