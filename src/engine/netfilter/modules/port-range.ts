import type { PortRange } from '../model';

/** `80` or `80:90`; names of services are not read. */
export function portRange(text: string): PortRange | undefined {
  const parts = /^(\d{1,5})(?:[:-](\d{1,5}))?$/.exec(text);
  const from = Number(parts?.[1]);
  const to = Number(parts?.[2] ?? parts?.[1]);
  return parts && from <= to && to <= 65535 ? { from, to } : undefined;
}
