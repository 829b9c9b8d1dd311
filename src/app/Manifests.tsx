import { lazy, type ReactNode, Suspense } from 'react';
import { t } from '../i18n';
import { EditorPanel } from '../panels/editor';
import { IconButton } from '../ui/Button';

const SettingsPanel = lazy(() => import('../panels/settings'));

interface ManifestsProps {
  readonly settings: boolean;
  readonly actions?: ReactNode;
  onSettings(open: boolean): void;
}

/** The manifests, or in their place the settings. */
export function Manifests({ settings, actions, onSettings }: ManifestsProps) {
  if (settings)
    return (
      <Suspense fallback={<div className="settings" />}>
        <SettingsPanel
          actions={<IconButton icon="close" label={t('settings.close')} onClick={() => onSettings(false)} />}
        />
      </Suspense>
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
