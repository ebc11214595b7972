import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Protocol } from 'electron';

export const scheme = 'plugfleet';
export const origin = `${scheme}://app`;

/** The places of the page: this computer's fleet, practice on virtual plugs, and the fleet of another computer. */
export const pagePaths = { fleet: '/', practice: '/practice/', attached: '/attached/' } as const;

/** Which of them an address is; undefined for anything else. */
export function pageOf(address: string): keyof typeof pagePaths | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, username, password, search } = new URL(address);
  if (protocol !== `${scheme}:` || host !== 'app' || username !== '' || password !== '' || search !== '')
    return undefined;
  return (['fleet', 'practice', 'attached'] as const).find((which) => pagePaths[which] === pathname);
}

/** Nothing is loaded from elsewhere or talked to; nothing written into the page runs. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // the grid positions its cells by style attributes
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** A paper to be looked at and printed, in a window of its own. */
export interface ShownPaper {
  name: string;
  bytes: Uint8Array;
}

export interface AppPage {
  /** The address of a paper, as long as it is not taken back. */
  show(paper: ShownPaper): string;
  takeBack(address: string): void;
}

/**
 * Answers the app's own scheme out of the built page: what is not in it cannot be asked for, whatever a path says.
 * @param folder the built page
 * @param licences text files, shown as one
 */
export function serveAppPage(protocol: Protocol, o: { folder: string; licences: readonly string[] }): AppPage {
  const files = filesIn(o.folder, '/');
  const papers = new Map<string, ShownPaper>();
  let shown = 0;
  protocol.handle(scheme, async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    if (host !== 'app' || method !== 'GET') return say(403);
    const paper = papers.get(pathname);
    if (paper !== undefined) return new Response(Buffer.from(paper.bytes), { headers: paperHeaders });
    if (pathname === '/licences.txt') return send(o.licences, 'text/plain; charset=utf-8');
    const file = pageOf(url) === undefined ? files.get(pathname) : files.get('/index.html');
    return file === undefined ? say(404) : send([file], types[extname(file)] ?? 'application/octet-stream');
  });
  return {
    show(paper) {
      shown += 1;
      const path = `/papers/${shown}/${encodeURIComponent(paper.name)}`;
      papers.set(path, paper);
      return `${origin}${path}`;
    },
    takeBack: (address) => void papers.delete(new URL(address).pathname),
  };
}

const paperHeaders = { 'Content-Type': 'application/pdf', 'X-Content-Type-Options': 'nosniff' };

const say = (status: number): Response => new Response(null, { status, headers });

async function send(files: readonly string[], type: string): Promise<Response> {
  try {
    const bytes = Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
    return new Response(bytes, { headers: { ...headers, 'Content-Type': type } });
  } catch {
    // the installation lost a file: the page shows what it has
    return say(404);
  }
}

/** Files below a folder by their path as in a URL. */
function filesIn(folder: string, path: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) for (const [key, value] of filesIn(file, `${path}${entry.name}/`)) found.set(key, value);
    else found.set(`${path}${entry.name}`, file);
  }
  return found;
}
