import { CliFailure } from './failure';
import { streamCases } from './jsonlStream';
import { run } from './run';

// A reader that has seen enough (`| head`) closes the pipe: no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  let streaming: Promise<void> | undefined;
  run(
    process.argv.slice(2),
    { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
    () => {
      streaming = streamCases(process.stdin, process.stdout);
    },
  );
  await streaming;
} catch (error) {
  if (!(error instanceof CliFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
