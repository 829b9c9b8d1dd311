import type { IpFamily } from '../net/address';
import { formatHostPort } from '../net/ip';
import type { Target } from './model';
import type { Style } from './print-match';
import { hex, hex8 } from './print-value';

/** What REJECT answers with when the rule does not say. */
export const defaultReject = (family: IpFamily): string =>
  family === 4 ? 'icmp-port-unreachable' : 'icmp6-port-unreachable';

function markText({ value, mask, written }: Extract<Target, { kind: 'mark' }>, style: Style): string {
  if (style === 'restore' && written === 'or' && mask === value) return ` -j MARK --or-mark ${hex8(value)}`;
  if (style === 'restore' && written === 'xor' && mask === 0) return ` -j MARK --xor-mark ${hex8(value)}`;
  return ` -j MARK --set-xmark ${hex(value)}/${hex(mask)}`;
}

const withOptions = (text: string, options: string | undefined): string =>
  options ? `${text} ${options}` : text;

/** `-j ACCEPT`, `-g KUBE-X`, with a space before it. */
export function targetText(target: Target, family: IpFamily, style: Style): string {
  switch (target.kind) {
    case 'jump':
      return ` -j ${target.chain}`;
    case 'goto':
      return ` -g ${target.chain}`;
    case 'accept':
      return ' -j ACCEPT';
    case 'drop':
      return ' -j DROP';
    case 'return':
      return ' -j RETURN';
    case 'mark':
      return markText(target, style);
    case 'dnat': {
      const plain = target.port === undefined ? target.to : formatHostPort(target.to, target.port);
      const to = style === 'restore' ? (target.written ?? plain) : plain;
      return withOptions(` -j DNAT --to-destination ${to}`, target.options);
    }
    case 'snat': {
      const to = target.port === undefined ? target.to : formatHostPort(target.to, target.port);
      return withOptions(` -j SNAT --to-source ${to}`, target.options);
    }
    case 'masquerade': {
      const text = withOptions(' -j MASQUERADE', target.options);
      return target.randomFully ? `${text} --random-fully` : text;
    }
    case 'reject':
      if (target.with !== undefined) return ` -j REJECT --reject-with ${target.with}`;
      return style === 'save' ? ` -j REJECT --reject-with ${defaultReject(family)}` : ' -j REJECT';
    case 'notrack':
      return target.written ? ' -j NOTRACK' : ' -j CT --notrack';
    case 'unknown':
      return withOptions(` -j ${target.name}`, target.text);
  }
}
