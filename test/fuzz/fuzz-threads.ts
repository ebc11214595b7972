import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Base } from './mutations.ts';

export interface FuzzJob {
  target: string;
  inputs: number;
  seed: number;
  /** What inputs are made from beside the samples of the target. */
  found?: readonly Base[];
}

/** The two scripts: one tries inputs, the other looks for those that reach new code. */
export const fuzzing = new URL('./fuzz.worker.ts', import.meta.url);
export const scouting = new URL('./scout.worker.ts', import.meta.url);

/** Room for what one input leaves behind, so that it is seldom cleared away. */
const resourceLimits = { maxYoungGenerationSizeMb: 128 };

/**
 * Carries jobs out in threads: on all cores, and away from the test runner, which follows every promise and would take
 * most of the time.
 * @param worker one of the scripts above; `T` is the outcome it posts
 * @param onDone called as each job ends
 */
export async function fuzzInThreads<T>(
  worker: URL,
  jobs: readonly FuzzJob[],
  threads: number,
  onDone: (job: FuzzJob, outcome: T) => void,
): Promise<void> {
  const left = [...jobs];
  const work = async (): Promise<void> => {
    const thread = new Worker(worker, { execArgv: [], resourceLimits });
    try {
      for (let job = left.shift(); job; job = left.shift()) {
        thread.postMessage(job);
        const [outcome] = await once(thread, 'message');
        onDone(job, outcome as T);
      }
    } finally {
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
}
