import { parentPort } from 'node:worker_threads';
import { runAll } from './report.ts';

parentPort?.postMessage(await runAll());
