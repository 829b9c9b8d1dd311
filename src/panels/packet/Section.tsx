import { type ReactNode, useId, useState } from 'react';
import { Glyph } from '../../ui/Glyph';

interface SectionProps {
  readonly title: string;
  readonly aside?: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A part of the panel that folds; folded it keeps its title and its count. */
export function Section({ title, aside, open: openAtFirst = true, children }: SectionProps) {
  const [open, setOpen] = useState(openAtFirst);
  const id = useId();
  return (
    <section className="packet-section">
      <h3>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
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
