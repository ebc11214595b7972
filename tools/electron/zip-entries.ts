import { inflateRawSync } from 'node:zlib';

/** One file of a zip archive; it is unpacked when asked for. */
export interface ZipEntry {
  name: string;
  /** Permission bits; 0 where the archive has none. */
  mode: number;
  bytes(): Buffer;
}

/** Signatures, offsets and lengths of PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16. */
const end = { signature: 0x06054b50, length: 22, count: 10, directory: 16 };
const central = { signature: 0x02014b50, length: 46, method: 10, packed: 20, sizes: 28, attributes: 38, local: 42 };
const local = { length: 30, sizes: 26 };
const stored = 0;
const deflated = 8;

/**
 * The files of an archive below 4 GiB. Node has no reader of its own; what this one takes is checked by its SHA-256
 * before, so it need not defend itself against hostile archives.
 * @throws RangeError where it is no such archive
 */
export function zipEntries(zip: Buffer): ZipEntry[] {
  let at = zip.readUInt32LE(endOf(zip) + end.directory);
  return Array.from({ length: zip.readUInt16LE(endOf(zip) + end.count) }, () => {
    if (zip.readUInt32LE(at) !== central.signature) throw new RangeError(`the zip directory is damaged at ${at}`);
    const [nameLength, extraLength, commentLength] = [0, 2, 4].map((i) => zip.readUInt16LE(at + central.sizes + i));
    const nameEnd = at + central.length + (nameLength ?? 0);
    const entry = entryAt(zip, at, zip.toString('utf8', at + central.length, nameEnd));
    at = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
    return entry;
  });
}

/** Where the closing record is: the last of its signatures. */
function endOf(zip: Buffer): number {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(end.signature);
  const at = zip.lastIndexOf(signature, zip.length - end.length);
  if (at < 0) throw new RangeError('this is no zip archive');
  return at;
}

function entryAt(zip: Buffer, at: number, name: string): ZipEntry {
  const method = zip.readUInt16LE(at + central.method);
  const packedLength = zip.readUInt32LE(at + central.packed);
  const header = zip.readUInt32LE(at + central.local);
  return {
    name,
    // the upper half is what Unix keeps; the rest of it says what kind of file it is
    mode: (zip.readUInt32LE(at + central.attributes) >>> 16) & 0o777,
    bytes() {
      const start =
        header + local.length + zip.readUInt16LE(header + local.sizes) + zip.readUInt16LE(header + local.sizes + 2);
      const packed = zip.subarray(start, start + packedLength);
      if (method === stored) return packed;
      if (method === deflated) return inflateRawSync(packed);
      throw new RangeError(`${name} is packed with method ${method}, which is not known here`);
    },
  };
}
