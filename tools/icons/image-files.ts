import { crc32, deflateSync } from 'node:zlib';
import type { Drawing } from './svg-shapes.ts';

type Colour = readonly [number, number, number];

/** Each pixel on an edge is asked at so many places, squared. */
const fine = 6;

/** The drawing as a PNG of so many pixels a side. */
export function toPng({ size, shapes }: Drawing, pixels: number): Buffer {
  const colourAt = (column: number, row: number): Colour | undefined => {
    const [x, y] = [(column / pixels) * size, (row / pixels) * size];
    return shapes.findLast((shape) => shape.covers(x, y))?.colour;
  };
  const cornersOf = (row: number): (Colour | undefined)[] =>
    Array.from({ length: pixels + 1 }, (_, column) => colourAt(column, row));
  const rows = Buffer.alloc(pixels * (pixels * 4 + 1));
  let above = cornersOf(0);
  for (let row = 0; row < pixels; row++) {
    const below = cornersOf(row + 1);
    for (let column = 0; column < pixels; column++) {
      const corners = [above[column], above[column + 1], below[column], below[column + 1]];
      // where all corners agree there is no edge to be smoothed
      const isPlain = corners.every((corner) => corner === corners[0]);
      const seen = isPlain ? [corners[0]] : samples(column, row).map(([x, y]) => colourAt(x, y));
      rows.set(mixed(seen), row * (pixels * 4 + 1) + 1 + column * 4);
    }
    above = below;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels, 0);
  head.writeUInt32BE(pixels, 4);
  // 8 bits each of red, green, blue and opacity
  head.set([8, 6], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The places in a pixel that are asked. */
const samples = (column: number, row: number): (readonly [number, number])[] =>
  Array.from({ length: fine * fine }, (_, part) => [
    column + ((part % fine) + 0.5) / fine,
    row + (Math.floor(part / fine) + 0.5) / fine,
  ]);

/** Red, green, blue and opacity of what was seen. */
function mixed(seen: readonly (Colour | undefined)[]): number[] {
  const colours = seen.filter((colour) => colour !== undefined);
  if (colours.length === 0) return [0, 0, 0, 0];
  const channel = (which: 0 | 1 | 2): number =>
    Math.round(colours.reduce((sum, colour) => sum + colour[which], 0) / colours.length);
  return [channel(0), channel(1), channel(2), Math.round((colours.length / seen.length) * 255)];
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(body.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

/** Windows' container (learn.microsoft.com, "ICO"): a directory, then the PNG files as they are. */
export function toIco(images: ReadonlyMap<number, Buffer>): Buffer {
  const head = Buffer.alloc(6 + images.size * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.size, 4);
  let place = head.length;
  for (const [index, [pixels, png]] of [...images].entries()) {
    const at = 6 + index * 16;
    // 0 stands for 256
    head.set([pixels % 256, pixels % 256], at);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(place, at + 12);
    place += png.length;
  }
  return Buffer.concat([head, ...images.values()]);
}

/** What macOS calls each size. */
const icnsKinds: Readonly<Record<number, string>> = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

/** macOS's container: a head, then each PNG with its kind and length. */
export function toIcns(images: ReadonlyMap<number, Buffer>): Buffer {
  const parts = [...images].flatMap(([pixels, png]) => {
    const kind = icnsKinds[pixels];
    if (kind === undefined) return [];
    const head = Buffer.alloc(8);
    head.write(kind, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return [head, png];
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}
