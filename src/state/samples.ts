import { SAMPLES, type Sample } from '../lessons/samples';
import { FIRST_SPORT } from './packet';
import type { SentPacket } from './types';

export { SAMPLES, type Sample };

/** With this seed the first packet of the article's cluster crosses to the other node. */
export const FIRST_SEED = 1;

export function sampleById(id: string | undefined): Sample {
  const sample = SAMPLES.find((s) => s.id === id) ?? SAMPLES[0];
  if (!sample) throw new Error('there must be a sample');
  return sample;
}

/** The packet that a sample begins with. */
export const samplePacket = ({ send }: Sample): SentPacket => ({
  from: send.from,
  to: send.to,
  proto: send.proto === 'udp' ? 'udp' : 'tcp',
  seed: FIRST_SEED,
  sport: FIRST_SPORT,
});
