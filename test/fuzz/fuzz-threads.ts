import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FuzzOutcome } from './run-target.ts';

export interface FuzzJob {
  target: string;
  inputs: number;
  seed: number;
}

/** Room for what one input leaves behind, so that it is seldom cleared away. */
const resourceLimits = { maxYoungGenerationSizeMb: 128 };

/**
 * Carries jobs out in threads: on all cores, and away from the test runner, which follows every promise and would take
 * most of the time.
 * @param onDone called as each job ends
 */
export async function fuzzInThreads(
  jobs: readonly FuzzJob[],
  threads: number,
  onDone: (job: FuzzJob, outcome: FuzzOutcome) => void,
): Promise<void> {
  const left = [...jobs];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./fuzz.worker.ts', import.meta.url), { execArgv: [], resourceLimits });
    try {
      for (let job = left.shift(); job; job = left.shift()) {
        worker.postMessage(job);
        const [outcome] = await once(worker, 'message');
        onDone(job, outcome as FuzzOutcome);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
}
