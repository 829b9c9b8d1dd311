import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { t } from '../../i18n';
import { IconButton } from '../../ui/controls/Button';
import { Splitter } from '../../ui/controls/Splitter';
import { LOWER_MIN } from './layout';
import { openPanel, resizePanel, usePanelSize } from './panelStore';

interface LowerSplitterProps {
  readonly name: 'rules' | 'packet' | 'lower';
  readonly panel: RefObject<HTMLElement | null>;
  /** px that what stands above keeps. */
  readonly above: number;
}

/** Knows the panel's height, which follows its content until it is set; alone, so that only the line is drawn anew. */
function LowerSplitter({ name, panel, above }: LowerSplitterProps) {
  const [{ size, max }, setSizes] = useState({ size: LOWER_MIN, max: LOWER_MIN });
  useEffect(() => {
    const element = panel.current;
    const around = element?.parentElement;
    if (!element || !around) return;
    const observer = new ResizeObserver(() =>
      setSizes({ size: element.offsetHeight, max: around.clientHeight - above }),
    );
    observer.observe(element);
    observer.observe(around);
    return () => observer.disconnect();
  }, [panel, above]);
  return (
    <Splitter
      label={t(`shell.stage.resize.${name}`)}
      panel="below"
      size={size}
      min={LOWER_MIN}
      max={max}
      onResize={(next) => resizePanel(name, next)}
      onReset={() => resizePanel(name, undefined)}
    />
  );
}

interface LowerProps extends Omit<LowerSplitterProps, 'panel'> {
  readonly className: string;
  /** Absent: it cannot be folded. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A panel that stands below another: its height can be set, and it may fold to its head. */
export function Lower({ name, above, className, open, children }: LowerProps) {
  const panel = useRef<HTMLDivElement>(null);
  const size = usePanelSize(name);
  const folded = open === false;
  const sized = !folded && size !== undefined;
  const classes = ['lower', className, folded && 'is-folded', sized && 'is-sized'];
  return (
    <div
      ref={panel}
      className={classes.filter(Boolean).join(' ')}
      style={sized ? { height: Math.max(size, LOWER_MIN), maxHeight: `calc(100% - ${above}px)` } : undefined}
    >
      {!folded && <LowerSplitter name={name} panel={panel} above={above} />}
      {children}
      {open !== undefined && (
        <IconButton
          className={folded ? 'lower-fold is-folded' : 'lower-fold'}
          icon="down"
          label={t(`shell.stage.${folded ? 'unfold' : 'fold'}.${name === 'rules' ? name : 'lower'}`)}
          aria-expanded={open}
          onClick={() => openPanel(name, !open)}
        />
      )}
    </div>
  );
}
