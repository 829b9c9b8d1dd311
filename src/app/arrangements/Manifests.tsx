import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { EditorPanel } from '../../panels/editor';
import { IconButton } from '../../ui/controls/Button';
import { lazily } from '../../ui/view/lazily';

const SettingsPanel = lazily(
  () => import('../../panels/settings'),
  () => t('settings.title'),
  <div className="settings" />,
);

interface ManifestsProps {
  readonly settings: boolean;
  readonly actions?: ReactNode;
  onSettings(open: boolean): void;
}

/** The manifests, or in their place the settings. */
export function Manifests({ settings, actions, onSettings }: ManifestsProps) {
  if (settings)
    return (
      <SettingsPanel
        actions={<IconButton icon="close" label={t('settings.close')} onClick={() => onSettings(false)} />}
      />
    );
  return (
    <EditorPanel
      actions={
        <>
          <IconButton icon="settings" label={t('settings.open')} onClick={() => onSettings(true)} />
          {actions}
        </>
      }
    />
  );
}
