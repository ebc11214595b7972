import type { Clock, DevicesPort, Random } from '../contract/index.ts';
import { discover } from './discovery/discover.ts';
import { listen } from './discovery/listen.ts';
import { openSession } from './drivers/open-session.ts';
import { usualWakeGapsMs } from './drivers/wake.ts';

export interface DevicesOptions {
  clock: Clock;
  random: Random;
  /** Waits before each new try at a plug whose HTTP port is shut, in ms. Default 1, 2, 4 and 8 s. */
  wakeGapsMs?: readonly number[];
}

/** The real plugs on the network. */
export function openDevices({ clock, random, wakeGapsMs = usualWakeGapsMs }: DevicesOptions): DevicesPort {
  const from = { clock, random };
  return {
    discover: (targets, o) => discover(targets, o, from),
    listen: (onHeard) => listen(onHeard, from),
    open: (route, o) => openSession(route, o, from, wakeGapsMs),
  };
}
