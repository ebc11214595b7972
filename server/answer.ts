import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFile } from './page-files.ts';

/**
 * What every answer says to the browser: load nothing from elsewhere, run nothing written into the page, be framed by
 * nobody, tell nobody where one comes from.
 */
const always: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    // the grid positions its cells by style attributes
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    // a paper to be printed is shown by the browser's own viewer, which counts as an object
    "frame-src 'self' blob:",
    "object-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
};

/** @param overTls whether browsers may be told to keep to TLS with this host */
export function setAlways(response: ServerResponse, overTls: boolean): void {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  if (overTls) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
}

/** A few words to a person. */
export function say(
  response: ServerResponse,
  status: number,
  words: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
  response.end(`${words}\n`);
}

export function sendFile(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const taken = String(request.headers['accept-encoding'] ?? '');
  const encoding = (['br', 'gzip'] as const).find((one) => file.packed[one] !== undefined && taken.includes(one));
  const body = encoding === undefined ? file.body : (file.packed[encoding] ?? file.body);
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Length': body.length,
    Vary: 'Accept-Encoding',
    'Cache-Control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
