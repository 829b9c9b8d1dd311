import type { IpFamily, MachineId } from '../../engine';
import type { SceneMode } from '../model';
import { point, rect } from '../plane/geometry';
import { estimate } from '../plane/measure';
import type { Journey } from '../way/journey';
import type { Levels } from './anatomy';
import type { ClientBox } from './layout.types';
import { ofFamily } from './layout-machines';

/** The strip on the left: the client, and the router with room for the card where a packet gets lost there. */
export function zoneWidth(
  journey: Journey,
  card: number,
  mode: SceneMode,
  sent: boolean,
  open: number,
): number {
  if (mode !== 'full') return card + 24;
  return journey.usesRouter || (sent && open === 0) ? Math.max(card + 16, 250) : 104;
}

/** The outside client and the router stand beside the machines, on the LAN. `center` is the middle of the box. */
export function client(
  id: string,
  center: number,
  w: number,
  h: number,
  title: string,
  address: ClientBox['address'],
  v: Levels,
): ClientBox {
  const width = Math.max(w, estimate(title, 11, 'sans') + 16);
  return {
    id: id as MachineId,
    box: rect(center - width / 2, v.nicY - 3 - h, width, h),
    port: point(center, v.nicY + 2),
    title,
    address,
  };
}

export function lanTitle(networks: readonly string[], family: IpFamily): string {
  return `LAN ${ofFamily(networks, family) ?? ''}`;
}
