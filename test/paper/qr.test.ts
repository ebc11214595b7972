import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import jsqr from 'jsqr';
import { qrModules, qrOperators, qrQuiet } from '../../paper/page/qr.ts';
import { card, cards, checklist } from './cards.ts';
import { noPoppler, print } from './print.ts';

// the package is CommonJS and wraps its function once more
const decode = jsqr.default;

/** Modules as the picture a camera takes of them. */
function pictureOf(modules: readonly (readonly boolean[])[], scale: number) {
  const size = (modules.length + 2 * qrQuiet) * scale;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (modules[Math.floor(y / scale) - qrQuiet]?.[Math.floor(x / scale) - qrQuiet] === true)
        pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
  return { pixels, size };
}

test('the code of any plug and run is read back by another program', () => {
  const hex = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 12, maxLength: 12 });
  const id = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(hex, id, (mac, run) => {
      const text = `plugfleet:R-${run}:${mac}`;
      const { pixels, size } = pictureOf(qrModules(text), 3);
      assert.equal(decode(pixels, size, size)?.data, text);
    }),
    { numRuns: 40 },
  );
});

test('what is drawn are the modules: each black one once, no white one', () => {
  const modules = qrModules('plugfleet:R-7K3QD:50C7BF000002');
  const drawn = modules.map((row) => row.map(() => 0));
  for (const [, x = 0, y = 0, width = 0] of [...qrOperators(modules).matchAll(/(\d+) (\d+) (\d+) 1 re/g)].map((one) =>
    one.map(Number),
  ))
    for (let at = x; at < x + width; at++) {
      const row = drawn[y];
      if (row) row[at] = (row[at] ?? 0) + 1;
    }
  assert.deepEqual(
    drawn,
    modules.map((row) => row.map(Number)),
  );
});

/** A part of a page as grey pixels, from poppler's PGM. */
function rendered(file: string, page: number, crop: readonly string[]) {
  const pgm = execFileSync('pdftoppm', ['-gray', '-r', '200', '-f', `${page}`, '-l', `${page}`, ...crop, file], {
    maxBuffer: 1 << 28,
  });
  const [head = '', width = '0', height = '0'] = /^P5\s(\d+) (\d+)\s\d+\s/.exec(pgm.toString('latin1', 0, 40)) ?? [];
  const grey = pgm.subarray(head.length);
  const pixels = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (const [at, shade] of grey.entries()) pixels.fill(shade, at * 4, at * 4 + 3);
  return { pixels, width: Number(width), height: Number(height) };
}

test('the code on a printed card names its plug and its run', { skip: noPoppler }, async () => {
  for (const [choice, crop] of [
    [{ paper: 'a4' }, ['-x', '1240', '-y', '150', '-W', '300', '-H', '300']],
    [{ paper: 'a5' }, ['-x', '800', '-y', '150', '-W', '300', '-H', '320']],
    [{ paper: 'a4', large: true }, ['-x', '1180', '-y', '180', '-W', '360', '-H', '400']],
  ] as const) {
    const list = checklist(cards(1));
    const { file } = await print(list, choice);
    const { pixels, width, height } = rendered(file, 2, crop);
    const read = decode(pixels, width, height)?.data;
    assert.equal(read, `plugfleet:${list.run}:${card(0).mac.replaceAll(':', '')}`, JSON.stringify(choice));
  }
});
