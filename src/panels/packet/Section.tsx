import { type ReactNode, useId, useRef, useState } from 'react';
import { Glyph } from '../../ui/address/Glyph';

interface SectionProps {
  readonly title: string;
  readonly aside?: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** ms after which what was opened has come. */
const SETTLED = 500;

/** What was opened or folded by hand, while the page is open: the panel itself comes and goes. */
const chosen = new Map<string, boolean>();

/** A part of the panel that folds; folded it keeps its title and its count. */
export function Section({ title, aside, open: openAtFirst = true, children }: SectionProps) {
  const [open, setOpen] = useState(chosen.get(title) ?? openAtFirst);
  const id = useId();
  const section = useRef<HTMLElement>(null);
  const toggle = () => {
    chosen.set(title, !open);
    setOpen(!open);
    // What was opened below the edge comes into sight.
    const { current } = section;
    if (!current || open) return;
    const observer = new ResizeObserver(() => current.scrollIntoView({ block: 'nearest' }));
    observer.observe(current);
    setTimeout(() => observer.disconnect(), SETTLED);
  };
  return (
    <section ref={section} className="packet-section">
      <h3>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={toggle}>
          <Glyph name="chevron" size={10} className={open ? 'packet-fold is-open' : 'packet-fold'} />
          <span>{title}</span>
          {aside !== undefined && <span className="packet-aside">{aside}</span>}
        </button>
      </h3>
      <div id={id} className="packet-body" hidden={!open}>
        {open && children}
      </div>
    </section>
  );
}
