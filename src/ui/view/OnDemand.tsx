import {
  type ComponentPropsWithRef,
  type ComponentType,
  cloneElement,
  type ReactElement,
  useState,
} from 'react';
import { fetchPart } from './lazily';

export interface OnDemandProps<P extends object> {
  /** The module of the real thing, which draws its own trigger and is open from its first moment. */
  load(): Promise<{ readonly default: ComponentType<P> }>;
  readonly props: P;
  /** What stands there until it is pressed. */
  readonly trigger: ReactElement<ComponentPropsWithRef<'button'>>;
  readonly popup: 'menu' | 'dialog';
  /** What it is called, should it not come. */
  readonly what: string;
}

/** Keeps popups out of the first load: their code is fetched when the pointer or the focus comes near. */
export function OnDemand<P extends object>({ load, props, trigger, popup, what }: OnDemandProps<P>) {
  const [Loaded, setLoaded] = useState<ComponentType<P>>();
  if (Loaded) return <Loaded {...props} />;
  const fetchIt = () => void load().catch(() => undefined);
  return cloneElement(trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: fetchIt,
    onFocus: fetchIt,
    onClick: () => void fetchPart(load, what).then((module) => setLoaded(() => module?.default)),
  });
}
