import { useEffect, useEffectEvent, useRef } from 'react';
import { appStore, useApp } from '../../state/store';

/** A Map that has just come needs a moment before it can fly. */
const SETTLE_MS = 120;

/** Where the Map takes turns with other views: what is flown to brings it back, and the flight begins once it is there. */
export function useFlight(mapShown: boolean, showMap: () => void): void {
  const flight = useApp((s) => s.flight);
  const seen = useRef(flight.n);
  const onFlight = useEffectEvent(() => {
    if (mapShown || !flight.to) return;
    const { to } = flight;
    showMap();
    setTimeout(() => appStore.getState().flyTo(to), SETTLE_MS);
  });
  useEffect(() => {
    if (flight.n === seen.current) return;
    seen.current = flight.n;
    onFlight();
  }, [flight]);
}
