import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { canonicalOfCase } from './jsonl';

/**
 * One corpus case a line in, one result a line out, in the same order, each written before the next is read. A line
 * that cannot be read gives an error line.
 */
export async function streamCases(input: Readable, output: Writable): Promise<void> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const line of lines) {
    number++;
    if (!output.write(`${JSON.stringify(resultOfLine(line, number))}\n`))
      await new Promise((resolve) => output.once('drain', resolve));
  }
}

export function resultOfLine(line: string, number: number): ReturnType<typeof canonicalOfCase> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { name: '', error: `line ${number}: not valid JSON: ${(error as Error).message}` };
  }
  return canonicalOfCase(value);
}
