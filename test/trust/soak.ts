import assert from 'node:assert/strict';
import { freeAddresses, type Tidied } from '../journeys/fleet-cli.ts';
import { oneHost, oneRun } from './one-host.ts';
import { type Footprint, footprint, slope } from './steady.ts';

export interface Soaked {
  runs: number;
  plugs: number;
  reset: number;
  /** After each run. */
  footprints: Footprint[];
  /** What one run more keeps. */
  heapPerRun: number;
}

const count = 12;

/**
 * In its first runs a process grows for good reasons: code is compiled, statements are kept. What one run more may cost
 * for good after that is told the better the more runs there were.
 */
const bounds = (runs: number) =>
  runs >= 30 ? { warmUp: 10, heapPerRun: 32 * 1024 } : { warmUp: 2, heapPerRun: 512 * 1024 };

/** The same plugs are set up anew and erased again, run after run in one process. */
export async function soak(t: Tidied, o: { runs: number; seed: number; say: (line: string) => void }): Promise<Soaked> {
  const prefix = await freeAddresses();
  const host = await oneHost(t);
  const soaked: Soaked = { runs: 0, plugs: count, reset: 0, footprints: [], heapPerRun: 0 };
  for (let n = 0; n < o.runs; n++) {
    const { run, reset } = await oneRun(host, { prefix, count, seed: o.seed + n });
    assert.ok(reset >= count / 2, JSON.stringify(run.counts));
    soaked.runs += 1;
    soaked.reset += reset;
    const now = await footprint();
    soaked.footprints.push(now);
    o.say(`run ${n + 1}: ${reset} reset, ${JSON.stringify(now)}`);
  }
  soaked.heapPerRun = assertSteady(soaked.footprints);
  return soaked;
}

/** Gives how many bytes of heap one run more keeps. */
function assertSteady(all: readonly Footprint[]): number {
  const { warmUp, heapPerRun } = bounds(all.length);
  const steady = all.slice(warmUp);
  const heap = slope(steady.map((one) => one.heapBytes + one.externalBytes));
  assert.ok(heap < heapPerRun, `each run keeps ${Math.round(heap)} bytes: ${JSON.stringify(all)}`);
  for (const what of ['handles', 'descriptors'] as const) {
    const [first = 0] = steady.map((one) => one[what]);
    const last = steady.at(-1)?.[what] ?? 0;
    assert.ok(last <= first + 1, `${what} grew from ${first} to ${last}: ${JSON.stringify(all)}`);
  }
  return heap;
}
