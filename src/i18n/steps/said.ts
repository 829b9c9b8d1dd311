import type { Rewrite } from '../../engine';
import { endpointText } from '../names';

export interface StepText {
  /** What happens; a whole sentence without the full stop. */
  readonly title: string;
  /** Why, or what follows. */
  readonly detail?: string;
}

/** A title, and a detail where there is one. */
export const said = (title: string, detail?: string): StepText => (detail ? { title, detail } : { title });

/** One end of a rewrite, `10.244.1.4:80`. */
export const address = (end: Rewrite['to']): string => endpointText(end.ip, end.port);
