/** Lines that are joined in pieces: a rope of millions of parts would stay alive until its end and cost more than it. */
const PIECE = 1 << 18;

/** Collects the text of a ruleset, tens of megabytes for a large cluster, without holding on to its parts. */
export class TextSink {
  private readonly pieces: string[] = [];
  private lines: string[] = [];
  private size = 0;

  add(line: string): void {
    this.lines.push(line);
    this.size += line.length;
    if (this.size > PIECE) this.flush();
  }

  private flush(): void {
    this.pieces.push(this.lines.join(''));
    this.lines = [];
    this.size = 0;
  }

  text(): string {
    this.flush();
    return this.pieces.join('');
  }
}
