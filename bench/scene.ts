import { largeCluster } from '../src/lessons/samples/large';
import type { Measure } from './measure';
import { rows, show } from './page';

const NODES = 1000;
const PODS = 10_000;

/** Wheel and drag, one event a frame, over the far view: in, across, out, across. */
function zoomAndPan(frames: number): Promise<void> {
  const svg = document.querySelector('.map-svg') as SVGSVGElement;
  const { left, top, width, height } = svg.getBoundingClientRect();
  const middle = { clientX: left + width * 0.45, clientY: top + height * 0.7, bubbles: true, view: window };
  const wheel = (deltaY: number) =>
    svg.dispatchEvent(new WheelEvent('wheel', { ...middle, deltaY, cancelable: true }));
  const drag = (n: number, of: number) => {
    const at = {
      ...middle,
      clientX: middle.clientX + Math.sin((n / of) * 6.3) * width * 0.3,
      clientY: middle.clientY - Math.sin((n / of) * 3.1) * 60,
    };
    if (n === 0) svg.dispatchEvent(new MouseEvent('mousedown', at));
    window.dispatchEvent(new MouseEvent('mousemove', at));
    if (n === of - 1) window.dispatchEvent(new MouseEvent('mouseup', at));
  };
  const part = Math.floor(frames / 4);
  return new Promise((done) => {
    let n = 0;
    const next = () => {
      const [phase, at] = [Math.floor(n / part), n % part];
      if (phase === 0) wheel(-18);
      else if (phase === 2) wheel(18);
      else drag(at, part);
      n++;
      if (n < part * 4) requestAnimationFrame(next);
      else done();
    };
    requestAnimationFrame(next);
  });
}

/**
 * The main thread's work in a frame, in the built page: over the far view of 1,000 nodes with 10,000 Pods, and while a
 * packet plays there.
 */
export async function* sceneBench(): AsyncGenerator<Measure> {
  const shown = await show({
    text: largeCluster({ nodes: NODES, pods: PODS, services: 100 }),
    sample: undefined,
    session: [{ from: 'pod/shop/client', to: 'svc/shop/checkout:443', proto: 'tcp', sport: 40000, seed: 1 }],
    cursor: 0,
    grain: 'rule',
  });
  if (!shown) return;
  const { page, frames } = shown;
  try {
    yield { name: 'scene/load', value: shown.loaded, unit: 'ms', note: `${NODES} nodes, ${PODS} Pods` };
    await page.keyboard.press('0');
    await page.waitForTimeout(1500);
    const moved = await frames(() => page.evaluate(zoomAndPan, 360));
    yield* rows('scene/zoom-pan', moved);
    yield { name: 'scene/zoom-pan/dropped', value: moved.dropped, unit: '%' };

    await page.getByRole('button', { name: 'Follow the packet' }).click();
    await page.waitForTimeout(1500);
    const played = await frames(async () => {
      await page.getByRole('button', { name: 'Play', exact: true }).click();
      await page.waitForTimeout(8000);
    });
    yield* rows('scene/play', played);
    yield { name: 'scene/play/dropped', value: played.dropped, unit: '%' };
  } finally {
    await shown.close();
  }
}
