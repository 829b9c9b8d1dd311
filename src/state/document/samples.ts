import { SAMPLES, type Sample } from '../../lessons/samples';
import type { SentPacket } from '../session/model';
import { FIRST_SPORT } from '../session/packet';

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
  seed: send.seed ?? FIRST_SEED,
  sport: FIRST_SPORT,
});

/** The sample that a text still is a version of: half of its lines must be there. */
export function sampleOf(text: string, id: string | undefined): string | undefined {
  const sample = SAMPLES.find((s) => s.id === id);
  if (!sample) return undefined;
  const lines = new Set(text.split('\n'));
  const own = sample.yaml.split('\n');
  return own.filter((line) => lines.has(line)).length * 2 >= own.length ? id : undefined;
}
