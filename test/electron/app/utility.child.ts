import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { foundCrypto, type Outcome, type Report, runAll } from './report.ts';

/** What Electron adds to `process` in a utility process. */
const electronProcess = process as NodeJS.Process & {
  type?: string;
  parentPort: { postMessage(message: unknown): void };
};

const worker = new Worker(new URL('worker.js', import.meta.url));
const [inWorker] = (await once(worker, 'message')) as [Outcome[]];
const report: Report = {
  electron: process.versions['electron'],
  node: process.versions.node,
  processType: electronProcess.type,
  foundCrypto: foundCrypto(),
  utilityProcess: await runAll(),
  worker: inWorker,
};
electronProcess.parentPort.postMessage(report);
