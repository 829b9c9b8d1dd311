import type { IpFamily } from '../../net/address';
import { formatHostPort } from '../../net/ip';
import type { NatRange, Target } from '../model';
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

/** `10.0.0.1-10.0.0.5:80-90` */
function rangeText({ to, port, toMax, portMax }: NatRange & { to: string; port?: number }): string {
  const address = toMax ? `${to}-${toMax}` : to;
  const text = port === undefined ? address : formatHostPort(address, port);
  return portMax === undefined ? text : `${text}-${portMax}`;
}

/** `80-90` */
const portsText = ({ port, portMax }: NatRange & { port?: number }): string =>
  portMax === undefined ? `${port}` : `${port}-${portMax}`;

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
      const plain = rangeText(target);
      const to = style === 'restore' ? (target.written ?? plain) : plain;
      return withOptions(` -j DNAT --to-destination ${to}`, target.options);
    }
    case 'snat':
      return withOptions(` -j SNAT --to-source ${rangeText(target)}`, target.options);
    case 'redirect': {
      const ports = target.port === undefined ? '' : ` --to-ports ${portsText(target)}`;
      return withOptions(` -j REDIRECT${ports}`, target.options);
    }
    case 'connmark': {
      const { op, value, ctMask, nfMask } = target;
      if (op === 'set') return ` -j CONNMARK --set-xmark ${hex(value)}/${hex(ctMask)}`;
      return ` -j CONNMARK --${op}-mark --nfmask ${hex(nfMask)} --ctmask ${hex(ctMask)}`;
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
    case 'transparent':
    case 'unknown':
      return withOptions(` -j ${target.name}`, target.text);
  }
}
