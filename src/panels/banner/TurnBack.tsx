import { useEffect, useState } from 'react';
import { t } from '../../i18n';
import { settingName, valueName } from '../../state/settings/names';
import { ALL_NODES, baseOf, partsOf, type SettingKey } from '../../state/settings/settings';
import { toTurnBack } from '../../state/settings/turnBack';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { shortPods } from '../../ui/names/podName';

/** `Turn net.ipv4.ip_forward back on`, and the same with whose it is. */
function words(key: SettingKey): { readonly what: string; readonly whole: string } {
  const { settings, cluster } = appStore.getState();
  const { id, node, pod } = partsOf(key);
  const owner = node === ALL_NODES ? t('settings.allNodes') : (node ?? (pod && shortPods(pod)));
  const base = baseOf(key, settings, cluster);
  const params = {
    name: id === 'down' ? t('shell.banner.nodeState') : settingName(key),
    value: valueName(key, base),
  };
  const what =
    id === 'goOn'
      ? t('shell.banner.takeBack', { value: valueName(key, settings[key] ?? base) })
      : t(typeof base === 'boolean' ? 'shell.banner.turnBack' : 'shell.banner.turnBackTo', params);
  return { what, whole: owner === undefined ? what : t('shell.banner.ofOwner', { what, owner }) };
}

/** One button for the switch to which the packet owes its end. */
export default function TurnBack() {
  const exchange = useApp((s) => s.exchange);
  const settings = useApp((s) => s.settings);
  const [blamed, setBlamed] = useState<{ readonly key: SettingKey; readonly of: typeof exchange }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another packet, or other switches
  useEffect(() => {
    const search = toTurnBack(appStore.getState());
    let timer = setTimeout(look, 0);
    function look() {
      const { done, value } = search.next();
      if (!done) timer = setTimeout(look, 0);
      else setBlamed(value && { key: value, of: exchange });
    }
    return () => clearTimeout(timer);
  }, [exchange, settings]);
  if (!blamed || blamed.of !== exchange || settings[blamed.key] === undefined) return null;
  const { what, whole } = words(blamed.key);
  return (
    <Button
      icon="reset"
      className="banner-turn-back"
      title={whole}
      aria-label={whole}
      onClick={({ currentTarget }) => {
        // The button goes with the fault: who works by keyboard stays at the outcome.
        currentTarget.closest('.banner')?.querySelector<HTMLElement>('.banner-head')?.focus();
        appStore.getState().setSetting(blamed.key, undefined);
      }}
    >
      {what}
    </Button>
  );
}
