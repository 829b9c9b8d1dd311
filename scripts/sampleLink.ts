import { tellingStep } from '../src/lessons/samples';
import { readDocument } from '../src/state/document/document';
import { type Sample, samplePacket } from '../src/state/document/samples';
import { opened } from '../src/state/initial';
import { encodeShared } from '../src/state/link/url';
import { NO_SETTINGS } from '../src/state/settings/settings';

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
