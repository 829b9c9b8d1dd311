import { tellingStep } from '../src/lessons/samples';
import { readDocument } from '../src/state/document';
import { opened } from '../src/state/initial';
import { type Sample, samplePacket } from '../src/state/samples';
import { NO_SETTINGS } from '../src/state/settings';
import { encodeShared } from '../src/state/url';

/** What follows `#` in the link to a sample at the step that it is about. */
export function sampleLink(sample: Sample): string {
  const packet = samplePacket(sample);
  const { exchange } = opened(readDocument(sample.yaml, sample.id, false, NO_SETTINGS), [packet]);
  if (!exchange) throw new Error(`${sample.id}: its packet cannot be sent.`);
  return encodeShared({
    text: sample.yaml,
    sample: sample.id,
    session: [packet],
    cursor: tellingStep(exchange, sample.telling),
    grain: 'rule',
  });
}
