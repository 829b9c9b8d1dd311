import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Exchange } from '../../engine';
import { deathWord, language, stepText, t } from '../../i18n';
import {
  createScene,
  type Grouping,
  type Scene,
  type SceneLabels,
  type SceneMode,
  type Selection,
} from '../../scene';
import { restsOf } from '../../state/cursor/cursor';
import { nodeFaultWords, podFaultWords } from '../../state/settings/faultWords';
import type { Settings } from '../../state/settings/settings';
import { appStore, useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';

const count = (n: number): string => n.toLocaleString(language());

function labelsFor(exchange: Exchange | undefined, settings: Settings): SceneLabels {
  const word = (key: Parameters<typeof t>[0]) => t(key);
  const total = exchange?.steps.length ?? 0;
  return {
    lang: language(),
    outside: word('scene.outside'),
    router: word('scene.router'),
    balancer: word('scene.balancer'),
    service: word('scene.service'),
    ghostLine1: word('scene.ghost1'),
    ghostLine2: word('scene.ghost2'),
    noEndpoints: word('scene.noEndpoints'),
    refuses: word('scene.refuses'),
    anyNode: word('scene.anyNode'),
    sender: word('scene.sender'),
    ready: word('scene.ready'),
    notReady: word('scene.notReady'),
    notInvolved: word('scene.notInvolved'),
    hostNetwork: word('scene.hostNetwork'),
    route: word('scene.route'),
    host: word('scene.host'),
    bridge: word('scene.bridge'),
    icmpReply: word('scene.icmpReply'),
    folded: word('scene.folded'),
    openIt: word('scene.openIt'),
    outer: word('scene.outer'),
    inner: word('scene.inner'),
    noMatch: word('scene.noMatch'),
    endpointDot: word('scene.endpointDot'),
    notReadyDot: word('scene.notReadyDot'),
    otherDot: word('scene.otherDot'),
    nodeFault: (name) => nodeFaultWords(settings, name),
    podFault: podFaultWords,
    morePods: (count) => t('scene.morePods', { count }),
    otherNodes: (nodes, pods) => t('scene.otherNodes', { nodes: count(nodes), pods: count(pods) }),
    zone: (zone, nodes, pods) =>
      t('scene.zone', { zone: zone || t('scene.noZone'), nodes: count(nodes), pods: count(pods) }),
    death: (index) => {
      const step = exchange?.steps[index];
      return (step && deathWord(step)) ?? '';
    },
    notRewritten: word('scene.notRewritten'),
    stations: word('scene.stations'),
    station: (what, on, index) =>
      on ? t('scene.station', { what, on, n: index + 1 }) : t('scene.stationAlone', { what, n: index + 1 }),
    openStation: (name) => t('scene.openStation', { name }),
    closeStation: (name) => t('scene.closeStation', { name }),
    step: (index) => {
      const step = exchange?.steps[index];
      return step ? t('scene.step', { n: index + 1, total, text: stepText(step).title }) : t('scene.idle');
    },
  };
}

const STILL = matchMedia('(prefers-reduced-motion: reduce)');

function onStillChange(changed: () => void): () => void {
  STILL.addEventListener('change', changed);
  return () => STILL.removeEventListener('change', changed);
}

/** A Pod's or a node's address is picked out; the Rules follow a chosen node. */
function select(what: Selection): void {
  const { cluster, selectAddress, setRulesNode } = appStore.getState();
  if (what.kind === 'pod') {
    const pod = cluster.pods.find((p) => p.namespace === what.namespace && p.name === what.name);
    selectAddress(pod?.ips[0]);
  }
  if (what.kind === 'service') {
    const service = cluster.services.find(
      ({ metadata }) => metadata.namespace === what.namespace && metadata.name === what.name,
    );
    selectAddress(service?.spec.clusterIP);
  }
  if (what.kind === 'node') setRulesNode(`node/${what.name}` as Parameters<typeof setRulesNode>[0]);
}

interface SceneHostProps {
  readonly mode: SceneMode;
  readonly grouping?: Grouping;
  /** See `SceneModel`. */
  readonly markers?: readonly number[] | undefined;
  /** See `SceneCallbacks`. */
  onCrowd?(open: number, far: number): void;
}

/** The one bridge between React and the Map: it mounts the `<svg>`, and passes state in and steps out. */
export function SceneHost({ mode, grouping, markers, onCrowd }: SceneHostProps) {
  const svg = useRef<SVGSVGElement>(null);
  const scene = useRef<Scene>(null);
  const crowd = useRef(onCrowd);
  crowd.current = onCrowd;
  const reducedMotion = useSyncExternalStore(onStillChange, () => STILL.matches);
  const cluster = useApp((s) => s.cluster);
  const settings = useApp((s) => s.settings);
  const network = useApp((s) => s.network);
  const exchange = useApp((s) => s.exchange);
  const grain = useApp((s) => s.grain);
  const breakpoints = useApp((s) => s.breakpoints);
  const playing = useApp((s) => s.playing);
  const speed = useApp((s) => s.speed);
  const command = useApp((s) => s.mapCommand);
  const flight = useApp((s) => s.flight);
  const [taken, setTaken] = useState(false);
  const labels = useMemo(() => labelsFor(exchange, settings), [exchange, settings]);

  useEffect(() => {
    if (!svg.current) return;
    const { seek, pause } = appStore.getState();
    const made = createScene(svg.current, {
      onStep: seek,
      onEnd: pause,
      onSelect: select,
      onTaken: setTaken,
      onCrowd: (open, far) => crowd.current?.(open, far),
    });
    scene.current = made;
    return () => {
      made.destroy();
      scene.current = null;
    };
  }, []);

  useEffect(() => {
    const stops = exchange ? restsOf(exchange, grain, breakpoints) : [];
    const show = (cursor: number) =>
      scene.current?.update({
        cluster,
        network,
        exchange,
        stops,
        cursor,
        mode,
        reducedMotion,
        labels,
        ...(grouping ? { grouping } : {}),
        ...(markers ? { markers } : {}),
      });
    show(appStore.getState().cursor);
    // Past React: a step changes nothing here that it would have to compare. What else changes comes by a render.
    return appStore.subscribe((s, last) => {
      if (s.cursor !== last.cursor && s.exchange === exchange) show(s.cursor);
    });
  }, [cluster, network, exchange, grain, breakpoints, mode, reducedMotion, labels, grouping, markers]);

  useEffect(() => {
    if (playing) scene.current?.play();
    else scene.current?.pause();
  }, [playing]);

  useEffect(() => scene.current?.setSpeed(speed), [speed]);

  const seen = useRef(command.n);
  useEffect(() => {
    if (command.n === seen.current) return;
    seen.current = command.n;
    if (command.what === 'fit') scene.current?.fit();
    else scene.current?.zoomBy(command.what === 'in' ? 1.25 : 0.8);
  }, [command]);

  const flown = useRef(flight.n);
  useEffect(() => {
    if (flight.n === flown.current) return;
    flown.current = flight.n;
    if (flight.to) scene.current?.flyTo(flight.to);
  }, [flight]);

  return (
    <>
      <svg ref={svg} className="map-svg" />
      {taken && mode !== 'embed' && (
        <Button className="map-follow" onClick={() => scene.current?.follow()}>
          {t('shell.stage.follow')}
        </Button>
      )}
    </>
  );
}
