export interface HttpRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly json?: true;
  readonly setCookie?: string;
  /** The connection ends with it. */
  readonly close?: true;
}

const HEAD_END = '\r\n\r\n';
const LONGEST_HEAD = 16 * 1024;
const LONGEST_BODY = 64 * 1024;
const REASONS: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/**
 * Cuts the first whole request off what has arrived; `request` is undefined while it is incomplete.
 * Plugs know no chunked bodies, so neither does this: what comes without a length has no body.
 * @returns null if this is no HTTP and the connection is past saving.
 */
export function takeHttpRequest(arrived: Buffer): { request: HttpRequest | undefined; rest: Buffer } | null {
  const headEnd = arrived.indexOf(HEAD_END);
  if (headEnd < 0) return arrived.length > LONGEST_HEAD ? null : { request: undefined, rest: arrived };
  const [first = '', ...lines] = arrived.subarray(0, headEnd).toString('latin1').split('\r\n');
  const [method, target, protocol] = first.split(' ');
  if (!method || !target || !protocol?.startsWith('HTTP/1.')) return null;
  const headers = new Map(lines.map((line) => header(line)));
  const length = Number(headers.get('content-length') ?? 0);
  if (!Number.isInteger(length) || length < 0 || length > LONGEST_BODY) return null;
  const bodyStart = headEnd + HEAD_END.length;
  if (arrived.length < bodyStart + length) return { request: undefined, rest: arrived };
  const url = new URL(target, 'http://plug');
  return {
    request: {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: arrived.subarray(bodyStart, bodyStart + length),
    },
    rest: arrived.subarray(bodyStart + length),
  };
}

function header(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

export function writeHttpAnswer({ status, body, json, setCookie }: HttpAnswer): Buffer {
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Unknown'}`,
    'Server: SHIP 2.0',
    `Content-Length: ${body.length}`,
    ...(json ? ['Content-Type: application/json;charset=UTF-8'] : []),
    ...(setCookie === undefined ? [] : [`Set-Cookie: ${setCookie}`]),
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head + HEAD_END), body]);
}
