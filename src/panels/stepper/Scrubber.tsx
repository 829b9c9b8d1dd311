import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef } from 'react';
import type { Exchange } from '../../engine';
import { deathWord, machineName, rewriteWord, stepText, t } from '../../i18n';
import { stoppedBy } from '../../state/actions/debug';
import { type Breakpoint, hitsOf } from '../../state/cursor/breakpoints';
import { stopsOf } from '../../state/cursor/cursor';
import { appStore, useApp } from '../../state/store';
import { Glyph } from '../../ui/address/Glyph';
import { useCalmStep } from '../../ui/view/useCalm';
import { useSize } from '../../ui/view/useSize';
import { stoppedText } from './pointText';
import {
  indexAt,
  type Mark,
  type MarkWord,
  marks,
  nearestStop,
  placeLabels,
  type Segment,
  segments,
  ticksFit,
  xOf,
} from './track';

const wordOf: MarkWord = (step) => {
  const death = deathWord(step);
  if (death !== undefined) return { kind: 'death', word: death };
  const word = rewriteWord(step);
  return word === undefined ? undefined : { kind: 'nat', word };
};

/** Reserved width of a label, in px: 12 px sans, and its bold form. */
const textWidth = (text: string, bold: boolean): number => text.length * (bold ? 6.9 : 6.4) + 4;

/** A name may stand out over its segment by as much, px. */
const OVERHANG = 60;

function segmentLabels(parts: readonly Segment[], current: number, width: number) {
  let leg = 'request';
  const wanted = parts.map((of) => {
    const begins = of.leg !== leg;
    leg = of.leg;
    const name = machineName(of.machine);
    const isCurrent = current >= of.start && current < of.end;
    const sized = (text: string) => ({ text, width: textWidth(text, isCurrent) });
    const word = t(`panels.leg.${of.leg}`);
    const texts = begins ? [sized(`${word}: ${name}`), sized(word)] : [sized(name)];
    const room = of.width + OVERHANG;
    const weight = (isCurrent ? 2e6 : 0) + (begins ? 1e6 : 0) + of.width;
    return {
      of,
      texts: isCurrent || begins ? texts : texts.filter((label) => label.width <= room),
      at: of.x,
      weight,
    };
  });
  return placeLabels(wanted, width);
}

function markLabels(found: readonly Mark[], cursor: number, width: number) {
  const wanted = found.map((of) => {
    const text = of.words.join(' · ');
    const size = textWidth(text, true);
    const weight = of.kind === 'death' ? 3e6 : of.index === cursor ? 2e6 : 1e6 - of.index;
    return { of, texts: [{ text, width: size }], at: of.x - size / 2, weight };
  });
  return placeLabels(wanted, width);
}

/** All ticks as two paths: long for what matched or happened, short for the rest. */
function tickPaths(exchange: Exchange, width: number): { readonly short: string; readonly long: string } {
  let [short, long] = ['', ''];
  for (const step of exchange.steps) {
    const x = Math.round(xOf(step.index, exchange.steps.length, width) * 2) / 2;
    if (step.kind === 'rule' && step.matched) long += `M${x} 0v8`;
    else short += `M${x} 0v4`;
  }
  return { short, long };
}

interface PartProps {
  readonly part: Segment;
  readonly count: number;
  readonly width: number;
}

const Part = memo(function Part({ part, count, width }: PartProps) {
  const past = useApp((s) => Math.max(0, Math.min(part.width, xOf(s.cursor, count, width) - part.x)));
  return (
    <span
      className={part.leg === 'request' ? 'scrubber-part' : 'scrubber-part is-back'}
      title={`${t(`panels.legName.${part.leg}`)}: ${machineName(part.machine)}, ${part.start + 1}–${part.end}`}
      style={{ left: part.x, width: part.width }}
    >
      <span className="scrubber-past" style={{ clipPath: `inset(0 ${part.width - past}px 0 0)` }} />
    </span>
  );
});

interface KnobProps {
  readonly exchange: Exchange;
  readonly width: number;
}

/** Goes with every step, also while what is written around it comes in beats. */
const Knob = memo(function Knob({ exchange: { steps }, width }: KnobProps) {
  const cursor = useApp((s) => s.cursor);
  const dead = steps[cursor]?.kind === 'drop';
  const left = xOf(cursor, steps.length, width);
  return (
    <span
      className={dead ? 'scrubber-knob is-death' : 'scrubber-knob'}
      style={{ transform: `translateX(${left}px)` }}
    />
  );
});

/** Breakpoints nearer to each other than this are one flag, px. */
const FLAG_PX = 6;

/** Where breakpoints stop along the track, px. */
function flags(exchange: Exchange, breakpoints: readonly Breakpoint[], width: number): readonly number[] {
  const found: number[] = [];
  for (const { index } of hitsOf(exchange, breakpoints)) {
    const x = xOf(index, exchange.steps.length, width);
    if (x - (found.at(-1) ?? Number.NEGATIVE_INFINITY) >= FLAG_PX) found.push(x);
  }
  return found;
}

/** The whole exchange on one line, cut by machine; a slider over its steps. */
export function Scrubber() {
  const { exchange, cursor } = useCalmStep('stepper');
  return exchange && <Track exchange={exchange} cursor={cursor} />;
}

interface TrackProps {
  readonly exchange: Exchange;
  readonly cursor: number;
}

const Track = memo(function Track({ exchange, cursor }: TrackProps) {
  const grain = useApp((s) => s.grain);
  const [ref, { width }] = useSize<HTMLDivElement>();
  const dragging = useRef(false);
  const count = exchange.steps.length;

  const parts = useMemo(() => segments(exchange, width), [exchange, width]);
  const breakpoints = useApp((s) => s.breakpoints);
  const flagged = useMemo(() => flags(exchange, breakpoints, width), [exchange, breakpoints, width]);
  const why = useApp(stoppedBy);
  const found = useMemo(() => marks(exchange, width, wordOf), [exchange, width]);
  const ticks = useMemo(
    () => (ticksFit(count, width) ? tickPaths(exchange, width) : undefined),
    [exchange, count, width],
  );
  const here = parts.find((part) => cursor < part.end)?.start ?? 0;
  const names = useMemo(() => segmentLabels(parts, here, width), [parts, here, width]);
  const marked = found.some((mark) => mark.index === cursor) ? cursor : -1;
  const words = useMemo(() => markLabels(found, marked, width), [found, marked, width]);

  const step = exchange.steps[cursor];
  if (!step) return null;
  const text = stepText(step);
  const seekTo = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const { seek } = appStore.getState();
    seek(nearestStop(stopsOf(exchange, grain), indexAt(event.clientX - left, count, width)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { stepBy, seekStart, seekEnd, seek, cursor: now } = appStore.getState();
    const hops = stopsOf(exchange, 'hop');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') stepBy(-1);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') stepBy(1);
    else if (event.key === 'Home') seekStart();
    else if (event.key === 'End') seekEnd();
    else if (event.key === 'PageUp') seek(hops.find((i) => i > now) ?? now);
    else if (event.key === 'PageDown') seek(hops.findLast((i) => i < now) ?? now);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={ref}
      className="scrubber"
      role="slider"
      tabIndex={0}
      aria-label={t('panels.stepper.slider')}
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={cursor + 1}
      aria-valuetext={`${why ? `${stoppedText(why)}. ` : ''}${cursor + 1}: ${text.title}`}
      onKeyDown={onKeyDown}
      data-speaks="step"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        appStore.getState().pause();
        seekTo(event);
      }}
      onPointerMove={(event) => dragging.current && seekTo(event)}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
    >
      <div className="scrubber-names">
        {names.map((label) => (
          <span
            key={label.of.start}
            className={
              cursor >= label.of.start && cursor < label.of.end ? 'scrubber-name is-current' : 'scrubber-name'
            }
            style={{ left: label.x }}
          >
            {label.text}
          </span>
        ))}
      </div>
      <div className="scrubber-track">
        {parts.map((part) => (
          <Part key={part.start} part={part} count={count} width={width} />
        ))}
        {flagged.map((at) => (
          <span key={at} className="scrubber-flag" style={{ left: at }}>
            <Glyph name="flag" size={8} />
          </span>
        ))}
        {found.map((mark) => (
          <span
            key={`${mark.kind}${mark.index}`}
            className={`scrubber-mark is-${mark.kind}`}
            style={{ left: mark.x }}
          />
        ))}
        <Knob exchange={exchange} width={width} />
      </div>
      {ticks && (
        <svg className="scrubber-ticks" width={width} height="8" aria-hidden="true">
          <path className="tick-short" d={ticks.short} />
          <path className="tick-long" d={ticks.long} />
        </svg>
      )}
      <div className="scrubber-words">
        {words.map((label) => (
          <span
            key={label.of.index}
            className={`scrubber-word is-${label.of.kind}`}
            style={{ left: label.x }}
          >
            {label.text}
          </span>
        ))}
      </div>
    </div>
  );
});
