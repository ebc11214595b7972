import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** One file of the page, ready to be sent. */
export interface PageFile {
  type: string;
  body: Buffer;
  /** By the name in `Accept-Encoding`; only where it is smaller. */
  packed: Partial<Record<'br' | 'gzip', Buffer>>;
  /** Its name changes with its content, so it may be kept for ever. */
  isHashed: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * Reads the built page, once: what is not in it cannot be asked for, whatever a path says. Keys are paths as in a URL.
 * @throws where the folder cannot be read
 */
export async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const page = new Map<string, PageFile>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const body = readFileSync(join(folder, name));
    const path = `/${name.split(sep).join('/')}`;
    const isText = !/png|woff2/.test(type);
    page.set(path, { type, body, packed: isText ? await pack(body) : {}, isHashed: path.startsWith('/assets/') });
  }
  return page;
}

async function pack(body: Buffer): Promise<PageFile['packed']> {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(body, quality), promisify(gzip)(body)]);
  return { ...(br.length < body.length ? { br } : {}), ...(gz.length < body.length ? { gzip: gz } : {}) };
}
