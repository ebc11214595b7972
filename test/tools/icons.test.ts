import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { toIcns, toIco, toPng } from '../../tools/icons/image-files.ts';
import { readSvg } from '../../tools/icons/svg-shapes.ts';

const icon = readFileSync(new URL('../../renderer/public/icon.svg', import.meta.url), 'utf8');

/** The pixels of a PNG as our tool writes them: one part of data, no filters. */
function pixelsOf(png: Buffer): (x: number, y: number) => number[] {
  const size = png.readUInt32BE(16);
  const data = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));
  return (x, y) => [...rows.subarray(y * (size * 4 + 1) + 1 + x * 4).subarray(0, 4)];
}

test('the icon is drawn as the window shows it, with smooth edges', () => {
  const at = pixelsOf(toPng(readSvg(icon), 64));
  assert.deepEqual(at(0, 0), [0, 0, 0, 0], 'outside of the round corner');
  assert.deepEqual(at(32, 3), [0x1c, 0x5d, 0x99, 255], 'the ground');
  assert.deepEqual(at(22, 14), [255, 255, 255, 255], 'a pin');
  assert.deepEqual(at(32, 30), [255, 255, 255, 255], 'the body');
  assert.deepEqual(at(32, 50), [255, 255, 255, 255], 'the cord');
  const edges = Array.from({ length: 64 }, (_, x) => at(x, 0)[3]);
  assert.ok(edges.some((opacity) => opacity !== 0 && opacity !== 255));
});

test('what the tool cannot draw is refused, not left out', () => {
  const svg = (inside: string) => `<svg viewBox="0 0 32 32">${inside}</svg>`;
  for (const inside of [
    '<circle cx="1" cy="1" r="1" fill="#fff"/>',
    '<path d="M0 0c1 1 2 2 3 3" fill="#fff"/>',
    '<path d="M0 0v1" stroke="#fff"/>',
    '<rect width="1" height="1" fill="red"/>',
  ])
    assert.throws(() => readSvg(svg(inside)), RangeError, inside);
  assert.throws(() => readSvg('<svg viewBox="0 0 32 16"></svg>'), RangeError);
});

test('the containers of Windows and macOS hold the pictures where their heads say', () => {
  const images = new Map([16, 256].map((size) => [size, toPng(readSvg(icon), size)]));
  const ico = toIco(images);
  assert.deepEqual([...ico.subarray(0, 6)], [0, 0, 1, 0, 2, 0]);
  for (const [index, [size, png]] of [...images].entries()) {
    const entry = 6 + index * 16;
    assert.equal(ico[entry], size % 256);
    const from = ico.readUInt32LE(entry + 12);
    assert.deepEqual(ico.subarray(from, from + ico.readUInt32LE(entry + 8)), png);
  }
  const icns = toIcns(images);
  assert.equal(icns.readUInt32BE(4), icns.length);
  assert.equal(icns.toString('latin1', 8, 12), 'ic08');
  assert.deepEqual(icns.subarray(16), images.get(256));
});
