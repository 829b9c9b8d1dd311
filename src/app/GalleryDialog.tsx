import { useEffect, useRef } from 'react';
import { t } from '../i18n';
import { Samples } from '../panels/gallery/Samples';
import { appStore, useApp } from '../state/store';
import { IconButton } from '../ui/Button';

export interface GalleryDialogProps {
  onClose(): void;
}

/** The clusters that Hopscope brings along, with pictures. */
export default function GalleryDialog({ onClose }: GalleryDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useApp((s) => s.sample);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="popup gallery" aria-labelledby="gallery-title" onClose={onClose}>
      <div className="help-head">
        <h2 id="gallery-title" className="help-title">
          {t('shell.gallery.title')}
        </h2>
        <IconButton icon="close" label={t('shell.gallery.close')} onClick={() => dialog.current?.close()} />
      </div>
      <p className="gallery-intro">{t('shell.gallery.intro')}</p>
      <Samples
        open={open}
        onChoose={(id) => {
          appStore.getState().loadSample(id);
          dialog.current?.close();
        }}
      />
    </dialog>
  );
}
