import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PATH } from './path';
import type { CloseCommand, DumpedEntry, LabSpec, Seen, SendCommand } from './protocol';

const PROGRAM = fileURLToPath(new URL('./lab.py', import.meta.url));

/** The system's own: a version manager's wrapper takes longer to start than a cluster to build. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** Longest time that one command may take; building a large cluster takes well under a second. */
const PATIENCE_MS = 30_000;

/** The namespaces, behind a pipe. Everything they hold is gone when the process ends. */
export class Lab {
  private readonly process: ChildProcessWithoutNullStreams;
  private waiting: { resolve(line: string): void; reject(error: Error): void } | undefined;
  private said = '';

  constructor() {
    const root = process.getuid?.() === 0;
    const shell = `mount -t tmpfs tmpfs /run && exec ${PYTHON} -B ${JSON.stringify(PROGRAM)}`;
    this.process = spawn(
      'unshare',
      [root ? '-nm' : '-Urnm', '--kill-child=SIGKILL', '--fork', 'sh', '-c', shell],
      {
        env: { ...process.env, PATH },
      },
    );
    this.process.stderr.on('data', (chunk) => {
      this.said += chunk;
    });
    createInterface({ input: this.process.stdout }).on('line', (line) => this.waiting?.resolve(line));
    this.process.on('error', (error) => this.waiting?.reject(error));
    this.process.on('exit', (code) => this.waiting?.reject(new Error(`lab ended (${code}): ${this.said}`)));
  }

  private async command<T>(command: object): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const line = await new Promise<string>((resolve, reject) => {
      this.waiting = { resolve, reject };
      timer = setTimeout(() => reject(new Error(`lab gave no answer: ${this.said}`)), PATIENCE_MS);
      this.process.stdin.write(`${JSON.stringify(command)}\n`);
    }).finally(() => clearTimeout(timer));
    const answer = JSON.parse(line) as T & { failure?: string };
    if (answer.failure !== undefined) throw new Error(answer.failure);
    return answer;
  }

  build(spec: LabSpec): Promise<unknown> {
    return this.command({ op: 'build', ...spec });
  }

  /** Loads other rules, and opens and closes sockets that listen. */
  reload({ machines }: LabSpec): Promise<unknown> {
    return this.command({ op: 'reload', machines });
  }

  /** Empties all conntrack tables. */
  forget(): Promise<unknown> {
    return this.command({ op: 'forget' });
  }

  send(command: SendCommand): Promise<Seen> {
    return this.command({ op: 'send', ...command });
  }

  /** A server's process sends its FIN. */
  shut(command: CloseCommand): Promise<Seen> {
    return this.command({ op: 'shut', ...command });
  }

  /** What the last packet has caused by now, after `quiet` milliseconds more without news. */
  wait(quiet: number): Promise<Omit<Seen, 'error' | 'late'>> {
    return this.command({ op: 'wait', quiet });
  }

  /** The source address that routing gives a program in `ns` which calls `dst`, or connect()'s error. */
  source(ns: string, dst: string): Promise<{ source?: string; error?: string }> {
    return this.command({ op: 'source', ns, dst });
  }

  /** The conntrack tables as a dump shows them, by namespace. */
  async conntrack(): Promise<Readonly<Record<string, readonly DumpedEntry[]>>> {
    return (
      await this.command<{ conntrack: Readonly<Record<string, readonly DumpedEntry[]>> }>({ op: 'table' })
    ).conntrack;
  }

  close(): void {
    this.process.stdin.end();
    this.process.kill('SIGKILL');
  }
}
