import './gallery.css';
import { useEffect, useState } from 'react';
import { readDocument } from '../../state/document/document';
import { SAMPLES, type Sample, samplePacket } from '../../state/document/samples';
import { opened } from '../../state/initial';
import { NO_SETTINGS } from '../../state/settings/settings';
import { type Picture, pictureOf } from './picture';
import { WayPicture } from './WayPicture';

const drawn = new Map<string, Picture | undefined>();

/** Sends the sample's packet; the picture is what became of it. */
function sampleImage(sample: Sample): Picture | undefined {
  if (!drawn.has(sample.id)) {
    const { exchange, cluster } = opened(readDocument(sample.yaml, sample.id, false, NO_SETTINGS), [
      samplePacket(sample),
    ]);
    drawn.set(sample.id, exchange && pictureOf(exchange, cluster));
  }
  return drawn.get(sample.id);
}

/** One picture after the other, so that the list is there at once. */
function usePicture(sample: Sample, place: number): Picture | undefined {
  const [picture, setPicture] = useState(() => drawn.get(sample.id));
  useEffect(() => {
    const timer = setTimeout(() => setPicture(sampleImage(sample)), place * 20);
    return () => clearTimeout(timer);
  }, [sample, place]);
  return picture;
}

interface CardProps {
  readonly sample: Sample;
  readonly place: number;
  readonly current: boolean;
  onChoose(id: string): void;
}

function Card({ sample, place, current, onChoose }: CardProps) {
  const picture = usePicture(sample, place);
  return (
    <button
      type="button"
      className="gallery-card"
      aria-current={current}
      aria-label={sample.title}
      aria-describedby={`about-${sample.id}`}
      onClick={() => onChoose(sample.id)}
    >
      <span className="gallery-picture">{picture && <WayPicture picture={picture} />}</span>
      <span className="gallery-words">
        <b>{sample.title}</b>
        <span id={`about-${sample.id}`}>{sample.about}</span>
      </span>
    </button>
  );
}

export interface SamplesProps {
  readonly open: string | undefined;
  onChoose(id: string): void;
}

/** All samples, each with its packet's way. */
export function Samples({ open, onChoose }: SamplesProps) {
  return (
    <ul className="gallery-list">
      {SAMPLES.map((sample, place) => (
        <li key={sample.id}>
          <Card sample={sample} place={place} current={sample.id === open} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  );
}
