import type { ClusterPod } from '../../engine';
import { t, tCode } from '../../i18n';
import { settingName, valueName } from './names';
import { faultsOf, type Settings } from './settings';

/** What is wrong with a node, in two or three words; empty where nothing is. */
export function nodeFaultWords(settings: Settings, node: string): string {
  const [first, ...more] = faultsOf(settings, node);
  if (first === undefined) return '';
  const value = String(settings[`${first}@${node}`] ?? settings[`${first}@*`]);
  const word =
    tCode(`scene.fault.${first}`, { value }) ??
    tCode(`scene.fault.${first}-${value}`) ??
    `${settingName(`${first}@${node}`)} ${valueName(`${first}@${node}`, value)}`;
  return more.length === 0 ? word : t('scene.faults', { first: word, count: more.length });
}

/** The same of a Pod. */
export function podFaultWords({ listening, ready, object }: ClusterPod): string {
  const words = [
    listening === undefined ? '' : t(listening === 'none' ? 'scene.fault.deaf' : 'scene.fault.localhost'),
    ready || object.metadata.deletionTimestamp !== undefined ? '' : t('scene.notReady'),
  ];
  return words.filter(Boolean).join(', ');
}
