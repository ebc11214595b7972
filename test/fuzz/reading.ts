import type { Clock } from '../../contract/index.ts';
import { Deadline } from '../../devices/deadline.ts';
import type { HttpAnswer, HttpWire } from '../../devices/transports/http-wire.ts';

/** Time stands still while an input is read. */
export const stillClock: Clock = { wallMs: () => 1_700_000_000_000, monoMs: () => 0, sleep: async () => undefined };

/** Hands out a deadline that is never reached. */
export async function withoutHaste<T>(read: (deadline: Deadline) => Promise<T>): Promise<T> {
  using deadline = new Deadline({ signal: new AbortController().signal, budgetMs: 3_600_000 });
  return await read(deadline);
}

/** A wire that answers by itself. Only the way for what may be repeated is there. */
export const wireThat = (answer: (question: { body: Buffer; path: string }) => HttpAnswer): HttpWire =>
  ({ postRepeatable: async (question: { body: Buffer; path: string }) => answer(question) }) as unknown as HttpWire;

/** `status`, header lines, a blank line and a body, as a fuzz input writes an answer. */
export function answerIn(input: Buffer): HttpAnswer {
  const end = input.indexOf('\n\n');
  const [status = '', ...lines] = input
    .subarray(0, end < 0 ? input.length : end)
    .toString('latin1')
    .split('\n');
  const rawHeaders = lines.flatMap((line) => {
    const at = line.indexOf(': ');
    return at < 0 ? [] : [line.slice(0, at), line.slice(at + 2)];
  });
  return {
    status: Number.parseInt(status, 10) || 0,
    rawHeaders,
    body: end < 0 ? Buffer.alloc(0) : input.subarray(end + 2),
  };
}

/** The reverse, for samples. */
export const answerText = (status: number, headers: readonly string[], body: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${[status, ...headers].join('\n')}\n\n`), Buffer.from(body)]);
