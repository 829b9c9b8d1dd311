import { expect, it } from 'vitest';
import { splitAddresses } from './addresses';

const shown = (sentence: string) =>
  splitAddresses(sentence)
    .map((p) =>
      p.kind === 'text' ? p.text : `<${p.kind} ${p.ip}${p.kind === 'address' && p.port ? ` ${p.port}` : ''}>`,
    )
    .join('');

it.each([
  [
    'dst is 10.104.112.175, the rule wants 10.96.0.1',
    'dst is <address 10.104.112.175>, the rule wants <address 10.96.0.1>',
  ],
  ['DNAT to 10.244.1.4:80', 'DNAT to <address 10.244.1.4 80>'],
  [
    'src is 192.168.111.1, outside 10.244.0.0/16.',
    'src is <address 192.168.111.1>, outside <network 10.244.0.0>.',
  ],
  ['from [fd00::1]:80 to fd00::2.', 'from <address fd00::1 80> to <address fd00::2>.'],
  ["192.168.111.1's router", "<address 192.168.111.1>'s router"],
  ['default/nginx-svc:http', 'default/nginx-svc:http'],
  ['nothing here', 'nothing here'],
])('%s', (sentence, parts) => expect(shown(sentence)).toBe(parts));
