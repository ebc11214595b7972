import { crc32, inflateRawSync } from 'node:zlib';
import { PlugfleetError } from '../../../contract/index.ts';

/** A file in a zip, as its directory tells. */
interface Entry {
  method: number;
  isEncrypted: boolean;
  crc: number;
  packedSize: number;
  /** Of its own header; its bytes follow that. */
  offset: number;
}

const endMark = 0x06_05_4b_50;
const entryMark = 0x02_01_4b_50;
const headerMark = 0x04_03_4b_50;
const endSize = 22;
const stored = 0;
const deflated = 8;

/**
 * Reads files out of a zip that somebody else made. What they unpack to is bounded for all of them together, by what
 * really comes out and not by what the zip says of itself.
 */
export class ZipReader {
  readonly #bytes: Buffer;
  readonly #entries: ReadonlyMap<string, Entry>;
  #left: number;

  /** @param most bytes that may be unpacked, @throws `bad-input` */
  constructor(bytes: Uint8Array, most: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#entries = reading(() => directory(this.#bytes));
    this.#left = most;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The text of a file, or undefined where there is none of that name. @throws `bad-input` */
  text(name: string): string | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.isEncrypted) throw unreadable('it is encrypted');
    const bytes = reading(() => this.#unpacked(entry));
    this.#left -= bytes.length;
    if (crc32(bytes) !== entry.crc) throw unreadable(`${name} in it is damaged`);
    return bytes.toString('utf8');
  }

  #unpacked({ method, packedSize, offset }: Entry): Buffer {
    const bytes = this.#bytes;
    if (bytes.readUInt32LE(offset) !== headerMark) throw unreadable('a file in it is not where it should be');
    const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    if (from + packedSize > bytes.length) throw unreadable('it ends too early');
    const packed = bytes.subarray(from, from + packedSize);
    if (method === stored && packed.length <= this.#left) return packed;
    if (method !== deflated && method !== stored)
      throw unreadable(`packed in a way (${method}) that is not known here`);
    if (method === stored || this.#left === 0) throw tooMuch();
    try {
      return inflateRawSync(packed, { maxOutputLength: this.#left });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooMuch();
      throw cause;
    }
  }
}

function directory(bytes: Buffer): Map<string, Entry> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + endSize > bytes.length || bytes.readUInt32LE(end) !== endMark)
    throw unreadable('it ends too early');
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== entryMark) throw unreadable('its directory is damaged');
    const nameSize = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameSize);
    entries.set(name.replaceAll('\\', '/'), {
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      crc: bytes.readUInt32LE(at + 16),
      packedSize: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameSize + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

export const unreadable = (why: string): PlugfleetError =>
  new PlugfleetError('bad-input', `The workbook cannot be read: ${why}. Save it anew as .xlsx, or as CSV UTF-8`);

export const tooMuch = (): PlugfleetError =>
  new PlugfleetError('bad-input', 'The workbook unpacks to more than is read; keep only the list of plugs in it');

/** What Node throws on numbers that point out of the file, or on bytes that do not unpack, is a damaged file. */
function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof PlugfleetError) throw cause;
    throw unreadable('it is damaged');
  }
}
