import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { PlugfleetError } from '../../../contract/index.ts';
import type { Proof, ProofInput } from './prove.ts';

interface Job extends PromiseWithResolvers<Proof> {
  input: ProofInput;
}

/** One worker and what it is busy with. */
interface Hand {
  worker: Worker;
  job: Job | undefined;
  /** Ends it when nothing came for a while. */
  idle: NodeJS.Timeout | undefined;
}

/**
 * A few threads for the arithmetic of log-ins, so that the event loop stays free for the other plugs. Started when
 * first needed, ended when idle; a thread keeps the process alive only while somebody waits for what it computes.
 */
export class Provers {
  readonly #most: number;
  readonly #idleMs: number;
  readonly #hands = new Set<Hand>();
  readonly #waiting: Job[] = [];

  constructor(most: number, idleMs: number) {
    this.#most = most;
    this.#idleMs = idleMs;
  }

  /** @throws the signal's reason; PlugfleetError `internal` where the thread failed */
  async prove(input: ProofInput, signal: AbortSignal): Promise<Proof> {
    signal.throwIfAborted();
    const job: Job = { input, ...Promise.withResolvers<Proof>() };
    const giveUp = (): void => this.#giveUp(job, signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    this.#waiting.push(job);
    this.#deal();
    try {
      return await job.promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  #deal(): void {
    for (let [job] = this.#waiting; job; [job] = this.#waiting) {
      const hand = this.#freeHand();
      if (!hand) return;
      this.#waiting.shift();
      clearTimeout(hand.idle);
      hand.job = job;
      hand.worker.ref();
      hand.worker.postMessage(job.input);
    }
  }

  #freeHand(): Hand | undefined {
    for (const hand of this.#hands) if (!hand.job) return hand;
    return this.#hands.size < this.#most ? this.#start() : undefined;
  }

  #start(): Hand {
    // without the process's own flags: what they load is not for here. The one place that names the file: bundlers follow it
    const worker = new Worker(new URL('./prove.worker.ts', import.meta.url), { execArgv: [] });
    const hand: Hand = { worker, job: undefined, idle: undefined };
    this.#hands.add(hand);
    worker.on('message', (proof: Proof) => this.#finish(hand, proof));
    worker.on('error', (cause) => this.#lose(hand, cause));
    worker.on('exit', () => this.#lose(hand, undefined));
    return hand;
  }

  #finish(hand: Hand, proof: Proof): void {
    hand.job?.resolve(proof);
    hand.job = undefined;
    hand.worker.unref();
    hand.idle = setTimeout(() => this.#retire(hand), this.#idleMs).unref();
    this.#deal();
  }

  #retire(hand: Hand): void {
    this.#hands.delete(hand);
    void hand.worker.terminate();
  }

  /** A thread that is gone fails what it was busy with; what waits gets another one. */
  #lose(hand: Hand, cause: unknown): void {
    clearTimeout(hand.idle);
    this.#hands.delete(hand);
    hand.job?.reject(new PlugfleetError('internal', 'the thread that computes log-ins failed', { cause }));
    hand.job = undefined;
    this.#deal();
  }

  /** What waits is forgotten; what is being computed is (it ends soon by itself) computed for nobody. */
  #giveUp(job: Job, reason: unknown): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    for (const hand of this.#hands) if (hand.job === job) hand.worker.unref();
    job.reject(reason);
  }
}

/** More than two would take the processor from everything else; a fleet logs in a few plugs at a time. */
const mostThreads = 2;
const idleMs = 10_000;

/** The threads of this process. */
export const provers = new Provers(Math.min(mostThreads, Math.max(1, availableParallelism() - 1)), idleMs);
