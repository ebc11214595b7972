import type { TestContext } from 'node:test';
import { type Fleet, type FleetSpec, type PlugSpec, startFleet, type Truth } from '../../../simulator/index.ts';

/** Half of 127/8's second numbers is for these tests, each process has one: test files can run side by side. */
const second = 112 + (process.pid % 128);
let next = 0;

export interface TestNetwork {
  /** Where one datagram reaches the whole fleet, and no other. */
  broadcast: string;
  at(position: number): string;
}

export function ownNetwork(): TestNetwork {
  next += 1;
  const third = 1 + (((process.pid >> 7) + next) % 120);
  return { broadcast: `127.${second}.${third}.255`, at: (position) => `127.${second}.${third}.${position}` };
}

/** Room for some ten thousand plugs. */
export function hugeNetwork(): { base: string; broadcast: string } {
  return { base: `127.${second}.128.1`, broadcast: `127.${second}.255.255` };
}

export type PlugWish = Omit<PlugSpec, 'address'>;

export interface TestFleet {
  fleet: Fleet;
  broadcast: string;
  at(position: number): string;
  /** The truth about the plug started as number `index`. */
  truth(index: number): Truth;
}

/** Time runs fast in these fleets: resets come after 20 to 100 ms. */
export async function startTestFleet(
  t: TestContext,
  plugs: PlugWish[],
  more: Omit<FleetSpec, 'plugs'> = {},
): Promise<TestFleet> {
  const { at, broadcast } = ownNetwork();
  const fleet = await startFleet({
    seed: 1,
    timeScale: 0.1,
    broadcast: [broadcast],
    plugs: plugs.map((plug, index) => ({ address: at(index + 1), ...plug })),
    ...more,
  });
  t.after(() => fleet.close());
  t.diagnostic(`seed ${fleet.seed}`);
  const truth = (index: number) => {
    const found = fleet.plugs()[index];
    if (found === undefined) throw new RangeError(`the fleet has no plug number ${index}`);
    return found;
  };
  return { fleet, broadcast, at, truth };
}

/** Waits, in small steps, until something has become true of a fleet; at most 3 s. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAtMs = performance.now() + 3000;
  while (!(await holds())) {
    if (performance.now() > giveUpAtMs) throw new Error(`waited 3 s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
