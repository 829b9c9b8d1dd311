import { expect, it } from 'vitest';
import type { SendStep, TcpFlag } from '../engine';
import { drawText, failureText } from './ruleText';
import { stepText } from './stepText';
import { dropCodes, everyStep, failures } from './testing/steps';

it.each(everyStep.map((step, i) => [i, step.kind, step] as const))(
  'step %i (%s) has a whole sentence',
  (_i, _k, step) => {
    const { title, detail = '' } = stepText(step);
    expect(title).not.toBe('');
    expect(`${title} ${detail}`).not.toMatch(/\{\{|\}\}|undefined|steps\.|NaN|\[object/);
  },
);

it('every way to die is told, each in its own words', () => {
  const titles = everyStep.filter((s) => s.kind === 'drop').map((s) => stepText(s).title);
  expect(titles).toHaveLength(dropCodes.length);
  expect(new Set(titles).size).toBe(dropCodes.length);
});

it('a failed match says what the packet has and what the rule wants', () => {
  expect(failures.map((step) => failureText(step.rule, step.failure, step.drew))).toEqual([
    'dst is 10.104.112.175, the rule wants 10.96.0.1',
    'src is 10.244.0.5, inside 10.244.0.0/16; the rule wants those outside',
    'src is 192.168.111.1, outside 10.244.0.0/16',
    'in-interface is cni0, the rule wants lo',
    'out-interface is none, the rule wants lo',
    'protocol is tcp, the rule wants udp',
    'port is 8080, the rule wants 443',
    'type of dst is UNICAST, the rule wants LOCAL',
    'state is NEW, the rule wants RELATED or ESTABLISHED',
    'mark is 0x0, the rule wants 0x4000/0x4000',
    'mark is 0x4000, the rule wants any other than 0x4000/0x4000',
    'drew 0.73, needs < 0.50',
    'source 10.244.0.5 was not seen in KUBE-SEP-X within 10800 s',
    '-m bpf --bytecode x is not simulated',
    'port is 8080, the rule wants --dports 80,443',
  ]);
});

it('a draw next to its bound is told with enough digits', () => {
  expect(drawText(0.73, 0.5)).toEqual({ drew: '0.73', bound: '0.50' });
  expect(drawText(0.3336, 0.33333333349)).toEqual({ drew: '0.334', bound: '0.333' });
});

it('a challenge ACK, and the SYN that is sent again after it, say why', () => {
  const sent = everyStep.find((s) => s.kind === 'send' && s.what === 'answer') as SendStep;
  const sends = (what: SendStep['what'], flags: readonly TcpFlag[], trace = 1): SendStep => ({
    ...sent,
    what,
    trace,
    after: { ...sent.after, packet: { ...sent.after.packet, flags } },
  });
  expect(stepText(sends('answer', ['ACK'])).detail).toContain('RFC 5961');
  expect(stepText(sends('request', ['SYN'])).detail).toContain('a second after the first');
  expect(stepText(sends('request', ['SYN'], 0)).detail).toContain('connect()');
});
