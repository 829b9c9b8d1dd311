/** Bad input: one line for standard error, exit code 2. */
export class CliFailure extends Error {}

/** Where output goes; tests pass their own. */
export interface Io {
  readonly out: (text: string) => void;
  /** For humans: notes. Never results. */
  readonly err: (text: string) => void;
}
