import { PassThrough } from 'node:stream';
import { spec } from 'node:test/reporters';

/** One event of node's test runner; only the closing summary is looked into. */
interface RunnerEvent {
  type: string;
  data: unknown;
}

interface Summary {
  file?: string;
  counts: { tests: number; passed: number; skipped: number; todo: number };
}

/** The runner's own readable output, closed by a line that machines read: `N passed, N failed, N skipped`. */
export default async function* reporter(source: AsyncIterable<RunnerEvent>): AsyncGenerator<string> {
  const events = new PassThrough({ objectMode: true });
  const words = events.pipe(new spec());
  let total: Summary['counts'] = { tests: 0, passed: 0, skipped: 0, todo: 0 };
  const feeding = (async () => {
    for await (const event of source) {
      // The summary without a file is the total over all files; it counts tests that ran out of time too.
      if (event.type === 'test:summary' && (event.data as Summary).file === undefined)
        total = (event.data as Summary).counts;
      events.write(event);
    }
    events.end();
  })();
  for await (const text of words) yield String(text);
  await feeding;
  const failed = total.tests - total.passed - total.skipped - total.todo;
  const skipped = total.skipped + total.todo;
  yield `${total.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
}
