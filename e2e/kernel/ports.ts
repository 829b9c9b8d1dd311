import type { ConntrackEntry, Exchange, Packet, Tuple } from '../../src/engine';
import { type Line, tupleText } from './lines';
import type { SeenEntry } from './protocol';

/**
 * Ports that are drawn at random differ between engine and kernel. They are matched one to one where they first show:
 * an `ip:port` that the engine drew stands for the kernel's in the same place, and ever after.
 */
export class DrawnPorts {
  private readonly drawn = new Set<string>();
  private readonly known = new Map<string, string>();

  readonly rename = (endpoint: string): string => this.known.get(endpoint) ?? endpoint;

  /** Notes the ports that an exchange drew. */
  note({ steps }: Exchange): void {
    for (const step of steps) {
      if (step.kind !== 'rule' && step.kind !== 'nat') continue;
      for (const { field, from, to, undo } of step.rewrites)
        if (field === 'src' && !undo && (from.port !== to.port || this.drawn.has(`${from.ip}:${from.port}`)))
          this.drawn.add(`${to.ip}:${to.port}`);
    }
  }

  /** Learns from two lists of lines that should be the same. */
  learn(engine: readonly Line[], kernel: readonly Line[]): void {
    engine.forEach(({ packet }, i) => {
      const other = kernel[i]?.packet;
      if (packet && other) this.pair(packet, other);
    });
  }

  /** The same from conntrack: ports of packets that nobody has seen since. */
  learnFromTable(engine: readonly ConntrackEntry[], kernel: readonly SeenEntry[]): void {
    const plain = (endpoint: string) => endpoint;
    for (const { original, reply } of engine) {
      const name = tupleText(original, this.rename);
      const same = kernel.find((e) => tupleText(e.original, plain) === name);
      if (!same) continue;
      const port = (t: Tuple) => (t.proto.startsWith('icmp') ? t.sport : t.dport);
      this.match(reply.dst, port(reply), same.reply.dst, port(same.reply));
    }
  }

  private pair(mine: Packet, theirs: Packet): void {
    if (mine.vxlan && theirs.vxlan) {
      this.pair(mine.vxlan.inner, theirs.vxlan.inner);
      return;
    }
    if (mine.icmp?.quoted && theirs.icmp?.quoted) {
      this.pair(mine.icmp.quoted, theirs.icmp.quoted);
      return;
    }
    if (mine.icmp?.id !== undefined && theirs.icmp?.id !== undefined) {
      this.match(mine.src, mine.icmp.id, theirs.src, theirs.icmp.id);
      this.match(mine.dst, mine.icmp.id, theirs.dst, theirs.icmp.id);
      return;
    }
    this.match(mine.src, mine.sport, theirs.src, theirs.sport);
    this.match(mine.dst, mine.dport, theirs.dst, theirs.dport);
  }

  private match(ip: string, port: number, otherIp: string, otherPort: number): void {
    const endpoint = `${ip}:${port}`;
    if (ip !== otherIp || !this.drawn.has(endpoint) || this.known.has(endpoint)) return;
    this.known.set(endpoint, `${otherIp}:${otherPort}`);
  }
}
