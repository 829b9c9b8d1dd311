import { t } from '../../i18n';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { sideOf } from './side';

/** What if it had not been done? Back and forth over the last change, as long as nothing else was done since. */
export function TakeBack() {
  const side = useApp((s) => sideOf(s));
  const { undo, redo } = appStore.getState();
  if (!side) return null;
  return side === 'after' ? (
    <Button icon="undo" className="take-back" onClick={undo}>
      {t('changes.takeBack')}
    </Button>
  ) : (
    <Button icon="redo" className="take-back" onClick={redo}>
      {t('changes.doAgain')}
    </Button>
  );
}
