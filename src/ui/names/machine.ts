import type { MachineId } from '../../engine';
import type { GlyphName } from '../address/Glyph';

/** The sign before a machine's name: that of the addresses it has. */
export function machineGlyph(id: MachineId): Extract<GlyphName, 'node' | 'pod' | 'outside'> {
  if (id.startsWith('node/')) return 'node';
  return id.startsWith('pod/') ? 'pod' : 'outside';
}
