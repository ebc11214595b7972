import { randomBytes } from 'node:crypto';
import type { CallOptions, Route } from '../../contract/index.ts';
import { Deadline } from '../deadline.ts';
import { tdpKey } from '../discovery/tdp-key.ts';
import { type HttpQuestion, HttpWire, WireError } from '../transports/http-wire.ts';
import { jsonIn } from './hear-answers.ts';

/** How a plug's HTTP server took one harmless opening. `headers` are names only. */
export type HttpShape =
  | { ask: string; status: number; headers: readonly string[]; bodyBytes: number; json: unknown }
  | { ask: string; failed: string };

const mostBytes = 64 * 1024;

/**
 * The first words of each protocol that runs over HTTP: none of them names an account, so none is a log-in and none is
 * counted by a plug (protocols/klap.md, aes.md, tpap.md).
 */
async function openings(): Promise<(HttpQuestion & { ask: string })[]> {
  const { publicPem } = await tdpKey();
  const json = (ask: string, path: string, body: object) => ({
    ask,
    path,
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    mostBytes,
  });
  return [
    {
      ask: 'klap handshake1',
      path: '/app/handshake1',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: randomBytes(16),
      mostBytes,
    },
    json('aes handshake', '/app', { method: 'handshake', params: { key: publicPem } }),
    json('tpap discover', '/', { method: 'login', params: { sub_method: 'discover' } }),
  ];
}

/** Knocks at a plug's HTTP port with each opening in turn. */
export async function httpShapes(route: Route, o: CallOptions): Promise<HttpShape[]> {
  const shapes: HttpShape[] = [];
  for (const { ask, ...question } of await openings()) shapes.push(await shapeOf(ask, question, route, o));
  return shapes;
}

async function shapeOf(ask: string, question: HttpQuestion, route: Route, o: CallOptions): Promise<HttpShape> {
  using deadline = new Deadline(o);
  using wire = new HttpWire(route);
  try {
    const { status, rawHeaders, body } = await wire.post(question, deadline);
    const headers = rawHeaders.filter((_, i) => i % 2 === 0);
    return { ask, status, headers, bodyBytes: body.length, json: jsonIn(body.toString('utf8')) };
  } catch (thrown) {
    if (deadline.stopped) throw o.signal.reason;
    if (!(thrown instanceof WireError)) throw thrown;
    return { ask, failed: deadline.over ? 'timeout' : thrown.code };
  }
}
