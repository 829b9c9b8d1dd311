import { t } from '../../i18n';
import { Samples } from '../../panels/gallery/Samples';
import { appStore, useApp } from '../../state/store';
import { Dialog } from '../../ui/popups/Dialog';

export interface GalleryDialogProps {
  onClose(): void;
}

/** The clusters that Hopscope brings along, with pictures. */
export default function GalleryDialog({ onClose }: GalleryDialogProps) {
  const open = useApp((s) => s.sample);
  return (
    <Dialog
      title={t('shell.gallery.title')}
      className="gallery"
      closeLabel={t('shell.gallery.close')}
      onClose={onClose}
    >
      <p className="gallery-intro">{t('shell.gallery.intro')}</p>
      <Samples
        open={open}
        onChoose={(id) => {
          appStore.getState().loadSample(id);
          onClose();
        }}
      />
    </Dialog>
  );
}
