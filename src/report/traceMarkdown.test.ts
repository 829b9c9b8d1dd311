import { describe, expect, it } from 'vitest';
import { createAppStore } from '../state/store';
import { traceMarkdown } from './traceMarkdown';

const { exchange } = createAppStore(() => 0).getState();
if (!exchange) throw new Error('the first sample must send');
const lines = traceMarkdown(exchange).split('\n');

describe('the trace as Markdown', () => {
  it('begins with what was sent and how it ended', () => {
    expect(lines[0]).toBe('## client → 10.104.112.175:8080, TCP');
    expect(lines[2]).toMatch(/^\*\*Answered by nginx-deployment-55f598f8d-pxp6x\.\*\* Client sees: /);
  });
  it('has a heading for each visit to a machine, as the list has', () => {
    expect(lines.filter((line) => line.startsWith('### '))).toEqual([
      '### client',
      '### ycwang-ubuntu',
      '### ycwang-ubuntu-worker',
      '### nginx-deployment-55f598f8d-pxp6x',
      '### ycwang-ubuntu-worker (reply)',
      '### ycwang-ubuntu (reply)',
      '### client (reply)',
    ]);
  });
  it('has every step, numbered through, rules with their own line', () => {
    const numbers = lines.flatMap((line) => /^(\d+)\. /.exec(line)?.[1] ?? []).map(Number);
    expect(numbers).toEqual(exchange.steps.map((_, i) => i + 1));
    expect(lines).toContain(
      '    `-A KUBE-SEP-RQ66ZV5Y2RYOH2X3 -p tcp -m comment --comment "default/nginx-svc" -m tcp -j DNAT --to-destination 10.244.1.4:80`',
    );
  });
});
