import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process holds on to, once everything was collected that can be. */
export interface Footprint {
  heapBytes: number;
  /** Buffers, which lie outside the heap. */
  externalBytes: number;
  /** Native memory too; it only ever grows by whole chunks and says less. */
  residentBytes: number;
  /** Sockets, timers and files that keep a process alive. */
  handles: number;
  /** Open files of any kind; -1 where the system does not tell. */
  descriptors: number;
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

export async function footprint(): Promise<Footprint> {
  // finalizers run between collections
  for (let times = 0; times < 4; times++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heapBytes: heapUsed,
    externalBytes: external,
    residentBytes: rss,
    handles: process.getActiveResourcesInfo().length,
    descriptors: openFiles(),
  };
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return -1;
  }
}

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

/** How much a figure grew from one time to the next: the median over all pairs, which a few odd ones cannot move (Theil–Sen). */
export const slope = (all: readonly number[]): number =>
  median(all.flatMap((a, i) => all.slice(i + 1).map((b, j) => (b - a) / (j + 1))));
