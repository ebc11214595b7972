import { useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from './failure.ts';

export interface Progress {
  done: number;
  total: number;
}

type Stream<R> = AsyncIterator<Progress, R, unknown>;

/** Reads what is drawn to its end. */
export async function drawnOf<R>(stream: Stream<R>, onProgress: (progress: Progress) => void): Promise<R> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
    onProgress(value);
  }
}

export interface Drawing<R> {
  at: 'drawing' | 'drawn' | 'stopped' | 'failed';
  progress: Progress | null;
  /** The newest that was drawn to its end; while another is drawn, the one before. */
  result: R | null;
  failure: Failure | null;
}

/** Choices change by several clicks; only the last of them is drawn. */
const settleMs = 200;

/**
 * Draws anew whenever `key` changes; what was begun before is called off.
 * @param key what is to be drawn; null: nothing
 */
export function useDrawing<R>(
  key: string | null,
  begin: (signal: AbortSignal) => Promise<Stream<R>>,
): Drawing<R> & { stop: () => void; again: () => void } {
  const [drawing, setDrawing] = useState<Drawing<R>>({ at: 'drawing', progress: null, result: null, failure: null });
  const [round, setRound] = useState(0);
  const beginning = useRef(begin);
  beginning.current = begin;
  const running = useRef<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round draws the same again
  useEffect(() => {
    if (key === null) return;
    const mine = new AbortController();
    running.current = mine;
    const { signal } = mine;
    setDrawing((before) => ({ ...before, at: 'drawing', progress: null, failure: null }));
    const work = async (): Promise<void> => {
      try {
        const stream = await beginning.current(signal);
        const result = await drawnOf(stream, (progress) => {
          if (!signal.aborted) setDrawing((before) => ({ ...before, progress }));
        });
        if (!signal.aborted) setDrawing({ at: 'drawn', progress: null, result, failure: null });
      } catch (thrown) {
        if (!signal.aborted) setDrawing((before) => ({ ...before, at: 'failed', failure: failureOf(thrown) }));
      }
    };
    const timer = setTimeout(() => void work(), settleMs);
    return () => {
      clearTimeout(timer);
      mine.abort();
    };
  }, [key, round]);
  const stop = useCallback(() => {
    running.current?.abort();
    setDrawing((before) => ({ ...before, at: 'stopped', progress: null }));
  }, []);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { ...drawing, stop, again };
}
