/** Works through `jobs` with at most `width` under way. Rejects with the first thrown error after the others ended. */
export async function inParallel<T>(jobs: readonly T[], width: number, work: (job: T) => Promise<void>): Promise<void> {
  const queue = jobs[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const job of queue) await work(job);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(width, jobs.length) }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
