import { t } from '../../i18n';
import { settingName, valueName } from '../../state/settings/names';
import { ALL_NODES, partsOf, type SettingKey } from '../../state/settings/settings';
import { appStore, useApp } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { IconButton } from '../../ui/controls/Button';

/** Everything that differs from what holds anyway, each with its way back. */
export function Changed() {
  const settings = useApp((s) => s.settings);
  const keys = Object.keys(settings) as SettingKey[];
  if (keys.length === 0) return null;
  return (
    <>
      <h3>{t('settings.changedTitle')}</h3>
      <ul className="changed-list">
        {keys.map((key) => {
          const { node, pod } = partsOf(key);
          const owner = node === ALL_NODES ? t('settings.allNodes') : (node ?? pod);
          const name = settingName(key);
          return (
            <li key={key}>
              <span className="changed-what">
                <code>{name}</code> <AddressText text={valueName(key, settings[key] ?? '')} />
                {owner !== undefined && <span className="changed-owner">{owner}</span>}
              </span>
              <IconButton
                icon="reset"
                className="setting-reset"
                label={t('settings.reset', {
                  name: owner === undefined ? name : t('changes.what.onNode', { name, node: owner }),
                })}
                onClick={() => appStore.getState().setSetting(key, undefined)}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}
