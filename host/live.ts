/**
 * Work that reports while it goes on, as an async generator: what `report` is given is yielded, what the work returns
 * is returned. Reports that nobody reads yet are kept in order; `merge` may fold a new one into the newest kept.
 * When the reader leaves, the work's signal is aborted and the work is awaited.
 */
export async function* live<Y, R>(
  work: (report: (news: Y) => void, signal: AbortSignal) => Promise<R>,
  o: { signal?: AbortSignal | undefined; merge?: (newest: Y, news: Y) => Y | undefined } = {},
): AsyncGenerator<Y, R, void> {
  const left = new AbortController();
  const signal = o.signal === undefined ? left.signal : AbortSignal.any([o.signal, left.signal]);
  const news: Y[] = [];
  let wake: () => void = () => undefined;
  const report = (one: Y): void => {
    const newest = news.at(-1);
    const merged = newest === undefined ? undefined : o.merge?.(newest, one);
    if (merged === undefined) news.push(one);
    else news[news.length - 1] = merged;
    wake();
  };
  let ended = false;
  const result = work(report, signal).finally(() => {
    ended = true;
    wake();
  });
  // the result is awaited below in every case; this only keeps an early failure from being reported as unhandled
  result.catch(() => undefined);
  try {
    for (;;) {
      for (let one = news.shift(); one !== undefined; one = news.shift()) yield one;
      if (ended) return await result;
      if (news.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    if (!ended) left.abort(new DOMException('the reader left', 'AbortError'));
    await result.catch(() => undefined);
  }
}
