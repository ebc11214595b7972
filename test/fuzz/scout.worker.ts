import { parentPort } from 'node:worker_threads';
import { Coverage } from './coverage.ts';
import type { FuzzJob } from './fuzz-threads.ts';

/** The product's own code, and neither the tests nor what is installed. */
const isOurs = (url: string): boolean => !/\/(?:node_modules|test)\/|^node:/.test(url) && url !== '';

const coverage = new Coverage(isOurs);
// only now, so that every function is counted block by block
const { targetNamed } = await import('./all-targets.ts');
const { scout } = await import('./scout.ts');

parentPort?.on('message', async ({ target: name, inputs, seed }: FuzzJob) => {
  const target = targetNamed(name);
  const found = await scout(target, { inputs, seed, coverage });
  await target.end?.();
  parentPort?.postMessage(found);
});
