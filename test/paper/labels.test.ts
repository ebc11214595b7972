import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import jsqr from 'jsqr';
import { labelPayload, PlugfleetError } from '../../contract/index.ts';
import { type LabelPlug, labelSheetOf, labelSheets, writeLabels } from '../../paper/index.ts';
import { placeOf } from '../../paper/labels/label-sheet.ts';
import { labelEn } from '../../text/index.ts';
import { readPdf } from './read-pdf.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugfleet-labels-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
/** Of poppler-utils; not every machine has them. */
const [pdftoppm, pdftotext] = ['pdftoppm', 'pdftotext'] as const;
const noPoppler = spawnSync(pdftoppm, ['-v']).error === undefined ? false : 'poppler-utils are not installed';

const label = (n: number, change: Partial<LabelPlug> = {}): LabelPlug => ({
  mac: `50:C7:BF:00:${(n >> 8).toString(16).padStart(2, '0').toUpperCase()}:${(n & 255).toString(16).padStart(2, '0').toUpperCase()}`,
  label: `PF-${String(n).padStart(4, '0')}`,
  alias: `Lamp ${n}`,
  site: 'Harbour House',
  room: `Flat ${n}`,
  roomOrder: n,
  model: 'HS103',
  practice: false,
  ...change,
});

async function print(plugs: readonly LabelPlug[], sheet = 'avery-l7160', start = 1) {
  const file = join(folder, 'labels.pdf');
  const options = {
    file,
    sheet: labelSheetOf(sheet),
    start,
    words: labelEn,
    madeAt: '2026-11-23T20:13:00.000Z',
    signal: never,
  };
  return { ...(await writeLabels(plugs, options)), pdf: readPdf(readFileSync(file)) };
}

/** Words of a page with the box of each, in points from its upper left corner. */
function wordsOf(file: string): { page: number; text: string; x: number; y: number; right: number; bottom: number }[] {
  const html = execFileSync(pdftotext, ['-bbox', file, '-'], { encoding: 'utf8' });
  let page = 0;
  return [
    ...html.matchAll(/<page |<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g),
  ].flatMap(([whole, x, y, right, bottom, text = '']) => {
    if (whole === '<page ') page += 1;
    return x === undefined
      ? []
      : [{ page, text, x: Number(x), y: Number(y), right: Number(right), bottom: Number(bottom) }];
  });
}

const mm = 72 / 25.4;

test('sheets of the shops lie where their makers say', () => {
  // left and top margin, pitch, in mm: from the makers' templates, a tenth of a millimetre is nothing
  const known = {
    'avery-5160': [4.76, 12.7, 69.85, 25.4],
    'avery-l7160': [7.21, 15.15, 66.04, 38.1],
    'avery-l7651': [4.67, 10.7, 40.64, 21.2],
    'herma-4270': [9.75, 10.7, 38.1, 21.2],
    'herma-4272': [8.4, 8.8, 48.3, 25.4],
  } as const;
  assert.deepEqual(
    labelSheets.map(({ name }) => name),
    Object.keys(known),
  );
  for (const [name, [left, top, pitchX, pitchY]] of Object.entries(known)) {
    const sheet = labelSheetOf(name);
    const near = (actual: number, expected: number): void =>
      assert.ok(Math.abs(actual - expected) < 0.1, `${name}: ${actual}`);
    near(sheet.left, left);
    near(sheet.top, top);
    near(sheet.pitchX, pitchX);
    near(sheet.pitchY, pitchY);
  }
  assert.equal(labelSheetOf(' L7160 ').name, 'avery-l7160');
});

test('own sheets are taken by their measures, and refused where they cannot be', () => {
  const own = labelSheetOf('2x8@97x33.8mm,margin=8x4.5,gap=2x0,paper=letter');
  assert.deepEqual([own.paper, own.left, own.top, own.pitchX, own.pitchY], ['letter', 8, 4.5, 99, 33.8]);
  const middle = labelSheetOf('3x8@70x36mm');
  assert.ok(Math.abs(middle.left) < 1e-9 && Math.abs(middle.top - 4.5) < 1e-9);
  for (const [typed, why] of [
    ['foo', /avery-5160.*COLUMNSxROWS/],
    ['3x8', /COLUMNSxROWS/],
    ['3x9@80x30mm', /do not fit on 210 x 297/],
    ['0x8@70x36mm', /one label at least/],
    ['9x20@20x10mm', /too small/],
    ['3x8@70x36mm,margin=5', /margin is '5'/],
    ['3x8@70x36mm,margin=20x20', /do not fit/],
    ['3x8@70x36mm,colour=red', /'colour' is nothing/],
    ['3x8@70x36mm,paper=a3', /a4 or letter/],
  ] as const)
    assert.throws(
      () => labelSheetOf(typed),
      (error) => error instanceof PlugfleetError && error.code === 'bad-input' && why.test(error.message),
      typed,
    );
});

test('labels go on from the first one that is left, over as many sheets as are needed', async () => {
  const plugs = Array.from({ length: 30 }, (_, n) => label(n));
  assert.equal((await print(plugs)).pages, 2);
  assert.equal((await print(plugs, 'avery-l7160', 13)).pages, 2);
  assert.equal((await print(plugs, 'avery-l7160', 14)).pages, 3);
  assert.equal((await print(plugs, 'avery-l7651', 21)).pages, 1);
  for (const start of [0, 22, 1.5])
    await assert.rejects(print(plugs, 'avery-l7160', start), { code: 'bad-input', message: /labels 1 to 21/ });
});

test('every word stands inside its own label, whatever it is and however small the label', {
  skip: noPoppler,
}, async () => {
  const long = 'Universitätsklinikum Hamburg-Eppendorf, Haus Nord '.repeat(3);
  const names = [
    'x'.repeat(300),
    '漢字'.repeat(90),
    'Жук за диваном',
    'شمسي',
    'a😀b\u202E',
    '厨房',
    '',
    ' ',
    long,
    '漢 '.repeat(50),
  ];
  const plugs = names.flatMap((text, n) => [
    label(2 * n, { label: text, site: text, room: text, model: text, practice: n % 2 === 0 }),
    label(2 * n + 1, { label: null, alias: text, site: null, room: null }),
  ]);
  for (const name of [...labelSheets.map((sheet) => sheet.name), '6x19@32x15mm', '1x1@200x280mm']) {
    const { file, labels } = await print(plugs, name);
    assert.equal(labels, plugs.length);
    const sheet = labelSheetOf(name);
    const perSheet = sheet.columns * sheet.rows;
    const places = Array.from({ length: perSheet }, (_, index) => placeOf(sheet, index));
    const words = wordsOf(file);
    for (const { text, x, y, right, bottom } of words) {
      // a font's own box is taller than its letters
      const slack = (bottom - y) * 0.25;
      const inside = places.filter(
        (place) =>
          x >= place.x &&
          right <= place.x + place.width &&
          y + slack >= place.y &&
          bottom - slack <= place.y + place.height,
      );
      assert.equal(inside.length, 1, `${name}: '${text}' at ${x / mm} x ${y / mm} mm`);
    }
    const told = words.map(({ text }) => text).join('');
    for (const { mac } of plugs) assert.ok(told.includes(mac), `${name}: ${mac}`);
    assert.equal(told.split('PRACTICE').length - 1, names.length / 2, `${name}: practice`);
  }
});

test('a phone reads the code of every label off the printed page', { skip: noPoppler }, async () => {
  for (const { name } of labelSheets) {
    const sheet = labelSheetOf(name);
    const plugs = Array.from({ length: sheet.columns + 1 }, (_, n) => label(n));
    const { file } = await print(plugs, name);
    const dpi = 200;
    execFileSync(pdftoppm, ['-r', String(dpi), '-singlefile', file, join(folder, 'page')]);
    const page = readPpm(readFileSync(join(folder, 'page.ppm')));
    for (const [index, { mac }] of plugs.entries()) {
      const place = placeOf(sheet, index);
      const code = jsqr.default(...cropped(page, place, dpi / 72));
      assert.equal(code?.data, labelPayload(mac), `${name}, label ${index + 1}`);
    }
  }
});

/** A picture as pdftoppm writes it: a head of three numbers, then red, green and blue of each pixel. */
function readPpm(bytes: Buffer): { width: number; height: number; pixels: Buffer } {
  const [head = '', width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40)) ?? [];
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(head.length) };
}

function cropped(
  page: ReturnType<typeof readPpm>,
  place: { x: number; y: number; width: number; height: number },
  scale: number,
): [data: Uint8ClampedArray, width: number, height: number] {
  const [left, top, width, height] = [place.x, place.y, place.width, place.height].map((points) =>
    Math.floor(points * scale),
  ) as [number, number, number, number];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = ((top + y) * page.width + left + x) * 3;
      data.set(page.pixels.subarray(from, from + 3), (y * width + x) * 4);
    }
  return [data, width, height];
}

test('labels come in walking order, are tagged, and say what their codes are', { skip: noPoppler }, async () => {
  const { file, pdf } = await print([
    label(3, { site: null }),
    label(2, { site: 'B', roomOrder: 9, room: 'first in the alphabet' }),
    label(1, { site: 'B', roomOrder: 2, room: 'zzz' }),
    label(10, { site: 'A', roomOrder: null, label: 'PF-10' }),
    label(9, { site: 'A', roomOrder: null, room: 'Flat 10', label: 'PF-9' }),
  ]);
  const order = wordsOf(file).flatMap(({ text }) => (text.startsWith('50:C7') ? [text.slice(-2)] : []));
  assert.deepEqual(order, ['09', '0A', '01', '02', '03']);
  assert.match(pdf.source, /\/Alt \(QR code: plugfleet:plug:50C7BF000003\)/);
  for (const tag of ['Document', 'Sect', 'P', 'Figure']) assert.match(pdf.source, new RegExp(`/S /${tag}\\b`), tag);
});

test('what cannot be written leaves what was there', async () => {
  const file = join(folder, 'kept.pdf');
  writeFileSync(file, 'kept');
  const stop = new AbortController();
  const written = writeLabels(
    Array.from({ length: 100 }, (_, n) => label(n)),
    {
      file,
      sheet: labelSheetOf('avery-5160'),
      start: 1,
      words: labelEn,
      madeAt: '2026-11-23T20:13:00.000Z',
      signal: stop.signal,
      onProgress: (labels) => {
        if (labels > 0) stop.abort(new Error('enough'));
      },
    },
  );
  await assert.rejects(written, /enough/);
  assert.equal(readFileSync(file, 'utf8'), 'kept');
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );
});
