import { describe, expect, it } from 'vitest';
import { exchangeOf } from '../../i18n/testing/exchange';
import { cellAt, filmOf } from './filmCells';

const words = (way: string, trace = 0, force?: string): string[] => {
  const exchange = exchangeOf(way, force === undefined ? {} : { force });
  return filmOf(exchange, trace).map(({ moment, machine, step }) => {
    const { packet } = step.after;
    const { src, dst } = packet.vxlan?.inner ?? packet;
    return `${moment.at}${moment.at === 'hook' ? ` ${moment.hook}` : ''} ${machine}: ${src} > ${dst}`;
  });
};

describe('the film of a header', () => {
  it('shows a state for each hook that rewrote it, the tunnel, and the end', () => {
    expect(words('pod/default/client > svc/default/nginx-svc:8080', 0, '10.244.1.4:80')).toEqual([
      'sent pod/default/client: 10.244.0.5 > 10.104.112.175',
      'hook prerouting node/ycwang-ubuntu: 10.244.0.5 > 10.244.1.4',
      'tunnel node/ycwang-ubuntu: 10.244.0.5 > 10.244.1.4',
      'arrived pod/default/nginx-deployment-55f598f8d-pxp6x: 10.244.0.5 > 10.244.1.4',
    ]);
  });

  it('shows the reply as a film of its own, where conntrack undoes the rewrite', () => {
    const reply = words('pod/default/client > svc/default/nginx-svc:8080', 1, '10.244.1.4:80');
    expect(reply[0]).toMatch(/^sent .*pxp6x: 10.244.1.4 > 10.244.0.5$/);
    expect(reply.at(-1)).toBe('arrived pod/default/client: 10.104.112.175 > 10.244.0.5');
    expect(reply.some((cell) => /^hook .*: 10.104.112.175 > 10.244.0.5$/.test(cell))).toBe(true);
  });

  it('ends with the death of a packet', () => {
    expect(words('outside > 10.244.0.2:80').at(-1)).toMatch(/^died/);
  });

  it('has a cell for every rewrite of every trace, in order, and none twice', () => {
    const exchange = exchangeOf('pod/default/client > svc/default/nginx-svc:8080');
    exchange.traces.forEach((_, trace) => {
      const at = filmOf(exchange, trace).map(({ step }) => step.index);
      expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
    });
    expect(filmOf(exchange, 99)).toEqual([]);
  });

  it('knows which state the packet is in', () => {
    const cells = filmOf(exchangeOf('pod/default/client > svc/default/nginx-svc:8080'), 0);
    const [, second] = cells;
    expect(cellAt(cells, 0)).toBe(0);
    expect(cellAt(cells, (second?.step.index ?? 0) - 1)).toBe(0);
    expect(cellAt(cells, second?.step.index ?? 0)).toBe(1);
    expect(cellAt(cells, 1e6)).toBe(cells.length - 1);
    expect(cellAt([], 5)).toBe(0);
  });
});
