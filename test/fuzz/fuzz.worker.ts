import { parentPort } from 'node:worker_threads';
import { targetNamed } from './all-targets.ts';
import type { FuzzJob } from './fuzz-threads.ts';
import { runTarget } from './run-target.ts';

parentPort?.on('message', async ({ target, inputs, seed, found }: FuzzJob) => {
  parentPort?.postMessage(await runTarget(targetNamed(target), { inputs, seed, found }));
});
