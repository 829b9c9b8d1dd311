import type { DropStep } from '../../engine';
import { type TextParams, t } from '../instance';
import { capitalName, machineName } from '../names';
import { type StepText, said } from './said';

/** A martian is an address of the loopback range, or the machine's own as a source. */
export const isAboutLoopback = ({ src, dst }: TextParams): boolean =>
  [src, dst].some((ip) => /^(127\.|::1$)/.test(`${ip}`));

/** A death in words. `params` of the engine win over what the step itself shows. */
export function dropText(step: DropStep): StepText {
  const { packet, iif } = step.before;
  const params = {
    machine: machineName(step.machine),
    Machine: capitalName(step.machine),
    src: packet.src,
    dst: packet.dst,
    ip: packet.dst,
    ttl: packet.ttl,
    iif: iif ?? t('steps.field.noInterface'),
    ...step.params,
    ...(step.station.at === 'wire' && step.station.to ? { to: machineName(step.station.to) } : {}),
  };
  const own = step.code === 'martian' && !isAboutLoopback(params);
  const context = own ? 'own' : packet.family === 6 ? 'v6' : 'v4';
  return said(
    t(`steps.drop.${step.code}`, params),
    t(`steps.drop.${step.code}Detail`, { ...params, context }),
  );
}
