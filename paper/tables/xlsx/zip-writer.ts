import { promisify } from 'node:util';
import { crc32, deflateRaw, deflateRawSync } from 'node:zlib';

export type ZipFiles = readonly (readonly [name: string, text: string])[];

const utf8Names = 0x08_00;
const deflated = 8;
/** 1 January 1980, where the clock of a zip begins: the same inventory makes the same file. */
const date = 0x00_21;

/** A zip of these files, in this order. */
export const zipOf = (files: ZipFiles): Buffer =>
  joined(
    files.map(([name, text]) => {
      const bytes = Buffer.from(text, 'utf8');
      return { name, bytes, packed: deflateRawSync(bytes) };
    }),
  );

/** The same, packed beside this thread: for large files, while others are served. */
export async function zipBeside(files: ZipFiles): Promise<Buffer> {
  const parts: ZipPart[] = [];
  for (const [name, text] of files) {
    const bytes = Buffer.from(text, 'utf8');
    parts.push({ name, bytes, packed: await promisify(deflateRaw)(bytes) });
  }
  return joined(parts);
}

interface ZipPart {
  name: string;
  bytes: Buffer;
  packed: Buffer;
}

function joined(files: readonly ZipPart[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, packed } of files) {
    const nameBytes = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(utf8Names, 2);
    common.writeUInt16LE(deflated, 4);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed);
    // comment, disk and attributes: none; then where its own header stands
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, nameBytes);
    offset += 4 + common.length + nameBytes.length + packed.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directoryBytes.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directoryBytes, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
