import { type Profiler, Session } from 'node:inspector';

/** A piece of a script that did not run, in characters. */
type Gap = readonly [start: number, end: number];

/**
 * Which code of the product ran in this thread, block by block, as V8 counts it. Only what is loaded after it was made
 * is counted whole.
 */
export class Coverage implements Disposable {
  readonly #session = new Session();
  readonly #counts: (url: string) => boolean;
  /** What never ran of each function that ran. */
  readonly #gaps = new Map<string, readonly Gap[]>();

  /** @param counts whether a script is one to look at */
  constructor(counts: (url: string) => boolean) {
    this.#counts = counts;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /**
   * Whether code ran since the last call that had not run before.
   * @param keep whether it counts as run from now on
   */
  grew(keep = true): boolean {
    let grew = false;
    // answered before this returns, for it is this thread that answers
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      for (const { url, scriptId, functions } of result)
        if (this.#counts(url)) for (const one of functions) if (this.#note(scriptId, one, keep)) grew = true;
    });
    return grew;
  }

  #note(script: string, { ranges }: Profiler.FunctionCoverage, keep: boolean): boolean {
    const [whole, ...blocks] = ranges;
    if (whole === undefined || whole.count === 0) return false;
    const name = `${script}:${whole.startOffset}:${whole.endOffset}`;
    const missed = blocks.filter(({ count }) => count === 0).map((one): Gap => [one.startOffset, one.endOffset]);
    const before = this.#gaps.get(name);
    const left = before === undefined ? missed : common(before, missed);
    if (before !== undefined && lengthOf(left) === lengthOf(before)) return false;
    if (keep) this.#gaps.set(name, left);
    return true;
  }

  [Symbol.dispose](): void {
    this.#session.disconnect();
  }
}

const lengthOf = (gaps: readonly Gap[]): number => gaps.reduce((sum, [start, end]) => sum + end - start, 0);

/** What lies in both. */
const common = (some: readonly Gap[], others: readonly Gap[]): Gap[] =>
  some.flatMap(([start, end]) =>
    others.flatMap(([from, to]): Gap[] => {
      const piece: Gap = [Math.max(start, from), Math.min(end, to)];
      return piece[0] < piece[1] ? [piece] : [];
    }),
  );
