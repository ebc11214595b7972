import { createHash } from 'node:crypto';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Files are hashed in blocks of this size, the whole and each block. */
const blockSize = 4 * 1024 * 1024;

/**
 * An asar archive of some small files in one folder. The format (github.com/electron/asar, README): two Chromium
 * "pickles" (lengths, then the JSON of the directory, padded to four bytes), then the files one behind the other.
 */
export function asarArchive(files: Readonly<Record<string, string>>): Buffer {
  const directory: Record<string, object> = {};
  const bodies: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    if (body.length > blockSize) throw new RangeError(`${name} is more than one block`);
    const hash = sha256(body);
    const integrity = { algorithm: 'SHA256', hash, blockSize, blocks: [hash] };
    directory[name] = { size: body.length, offset: String(offset), integrity };
    bodies.push(body);
    offset += body.length;
  }
  const json = Buffer.from(JSON.stringify({ files: directory }));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  for (const [i, number] of [4, 8 + padded, 4 + padded, json.length].entries()) head.writeUInt32LE(number, i * 4);
  json.copy(head, 16);
  return Buffer.concat([head, ...bodies]);
}
