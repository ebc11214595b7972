import { parentPort } from 'node:worker_threads';
import { type ProofInput, prove } from './prove.ts';

/** The other end of provers.ts: one job at a time, whatever it throws ends this thread and fails that job. */
const port = parentPort;
port?.on('message', (input: ProofInput) => port.postMessage(prove(input)));
