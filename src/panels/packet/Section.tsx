import { type ReactNode, useId, useState } from 'react';
import { Glyph } from '../../ui/address/Glyph';

interface SectionProps {
  readonly title: string;
  readonly aside?: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** What was opened or folded by hand, while the page is open: the panel itself comes and goes. */
const chosen = new Map<string, boolean>();

/** A part of the panel that folds; folded it keeps its title and its count. */
export function Section({ title, aside, open: openAtFirst = true, children }: SectionProps) {
  const [open, setOpen] = useState(chosen.get(title) ?? openAtFirst);
  const id = useId();
  const toggle = () => {
    chosen.set(title, !open);
    setOpen(!open);
  };
  return (
    <section className="packet-section">
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
