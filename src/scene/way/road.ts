import type { MachineId } from '../../engine';
import { hookIn, hookOut, type Key } from './journey-keys';

/**
 * The kernel's ways through a node, as a directed graph of keys. Left is always the way in, right the way out.
 *
 *     port ─ cniUp ┐                                             ┌ cniDown ─ rport
 *                  Lc ─ PREROUTING ─ route ─ FORWARD ─ merge ─ POSTROUTING ─ Rc
 *     nicIn ─ vxIn ┘               INPUT ┘   OUTPUT ┘                └ vxOut ─ nicOut
 *                                      host ─┘
 */
const EDGES: Record<Key, readonly Key[]> = {
  cniUp: ['Lc'],
  nicIn: ['vxIn'],
  vxIn: ['Lc'],
  loIn: ['Lc'],
  Lc: [hookIn('prerouting')],
  preroutingIn: [hookOut('prerouting')],
  preroutingOut: ['route'],
  route: ['routeFwd', 'routeIn'],
  routeFwd: [hookIn('forward')],
  routeIn: [hookIn('input')],
  forwardIn: [hookOut('forward')],
  forwardOut: ['merge'],
  inputIn: [hookOut('input')],
  inputOut: ['hostLc'],
  hostLc: ['hostIn'],
  hostIn: ['hostOut'],
  hostOut: ['rtOut'],
  rtOut: [hookIn('output')],
  outputIn: [hookOut('output')],
  outputOut: ['merge'],
  merge: [hookIn('postrouting')],
  postroutingIn: [hookOut('postrouting')],
  postroutingOut: ['Rc'],
  Rc: ['cniDown', 'vxOut', 'loOut'],
  vxOut: ['nicOut'],
  loOut: ['loIn'],
};

function next(key: Key, target: Key): readonly Key[] {
  const fixed = EDGES[key];
  const [kind, pod] = split(key);
  switch (kind) {
    case 'pod':
      return [`eth:${pod}`];
    case 'eth':
      return [`port:${pod}`];
    // Without bridge netfilter a frame goes from port to port.
    case 'port':
      return target.startsWith('rport:') ? ['cniUp', target] : ['cniUp'];
    case 'rport':
      return [`reth:${pod}`];
    case 'reth':
      return [`rpod:${pod}`];
    case 'cniDown': {
      const to = split(target)[1];
      return to ? [`rport:${to}`] : [];
    }
    case 'client':
      return ['clientEth'];
    case 'rclientEth':
      return ['rclient'];
    case 'routerIn':
      return ['routerOut'];
    default:
      return fixed ?? [];
  }
}

function split(key: Key): readonly [string, MachineId | undefined] {
  const colon = key.indexOf(':');
  return colon < 0 ? [key, undefined] : [key.slice(0, colon), key.slice(colon + 1) as MachineId];
}
export const kindOfKey = (key: Key): string => split(key)[0];
export const podOfKey = (key: Key): MachineId | undefined => split(key)[1];

/** The keys after `from` up to and including `to`; undefined where the kernel has no such way. */
export function walk(from: Key, to: Key): readonly Key[] | undefined {
  if (from === to) return [];
  const before = new Map<Key, Key>();
  const queue = [from];
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    for (const n of next(key, to)) {
      if (before.has(n) || n === from) continue;
      before.set(n, key);
      if (n === to) return backtrack(before, from, to);
      queue.push(n);
    }
  }
  return undefined;
}

function backtrack(before: ReadonlyMap<Key, Key>, from: Key, to: Key): readonly Key[] {
  const keys: Key[] = [];
  for (let key: Key | undefined = to; key !== undefined && key !== from; key = before.get(key))
    keys.unshift(key);
  return keys;
}
