import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { PlugfleetError } from '../../contract/index.ts';
import { parsePlugs, plugsToXlsx } from '../../paper/index.ts';
import { zipOf } from '../../paper/tables/xlsx/zip-writer.ts';
import { plug } from './plugs.ts';

const says = (bytes: Uint8Array, why: RegExp): void =>
  assert.throws(
    () => parsePlugs(bytes),
    (error) => error instanceof PlugfleetError && error.code === 'bad-input' && why.test(error.message),
    String(why),
  );

const head = '<?xml version="1.0"?>';
const relations = (...targets: [id: string, type: string, target: string][]): string =>
  `${head}<Relationships>${targets.map(([id, type, target]) => `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** A workbook put together by hand. */
function workbook(o: {
  sheets: readonly string[];
  states?: readonly string[];
  strings?: string;
  styles?: string;
  prefix?: string;
  more?: [string, string][];
}): Buffer {
  const prefix = o.prefix ?? '';
  const names = o.sheets.map(
    (_, n) =>
      `<${prefix}sheet name="S${n}" sheetId="${n}" ${o.states?.[n] ? `state="${o.states[n]}"` : ''} r:id="rId${n}"/>`,
  );
  return zipOf([
    ['[Content_Types].xml', `${head}<Types/>`],
    ['_rels/.rels', relations(['a', 'officeDocument', '/xl/workbook.xml'])],
    [
      'xl/workbook.xml',
      `${head}<${prefix}workbook xmlns:r="r" xmlns:x="x"><${prefix}sheets>${names.join('')}</${prefix}sheets></${prefix}workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        ...o.sheets.map((_, n): [string, string, string] => [`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`]),
        ['s', 'sharedStrings', 'sharedStrings.xml'],
        ['t', 'styles', 'styles.xml'],
      ),
    ],
    ...(o.strings === undefined ? [] : [['xl/sharedStrings.xml', o.strings] as [string, string]]),
    ...(o.styles === undefined ? [] : [['xl/styles.xml', o.styles] as [string, string]]),
    ...o.sheets.map((xml, n): [string, string] => [
      `xl/worksheets/sheet${n}.xml`,
      `${head}<worksheet xmlns:x="x"><sheetData>${xml}</sheetData></worksheet>`,
    ]),
    ...(o.more ?? []),
  ]);
}

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (...cells: string[]): string => `<row>${cells.join('')}</row>`;
const plugs = [row(text('mac'), text('room')), row(text('50C7BF000001'), text('A'))].join('');

test('files that are no tables are called what they are', () => {
  says(Buffer.from('%PDF-1.7\n1 0 obj'), /PDF/);
  says(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), /PNG/);
  says(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /JPEG/);
  says(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /\.xls|password/);
  says(Buffer.from([0x1f, 0x8b, 8]), /gzip/);
  says(Buffer.from('SQLite format 3\0'), /database/);
  says(Buffer.from([1, 2, 0, 3]), /no text/);
  says(zipOf([['notes.txt', 'x']]), /zip, but no workbook/);
  says(
    zipOf([
      ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
      ['content.xml', '<x/>'],
    ]),
    /OpenDocument/,
  );
  says(Buffer.alloc(0), /empty/);
});

test('the columns that were found are named where none of them will do', () => {
  says(Buffer.from('Name,Ort\nLamp,Hall\n'), /mac or deviceId.+it has: Name, Ort/);
  says(workbook({ sheets: [row(text('Name'), text('Ort'))] }), /it has: Name, Ort/);
});

test('the first sheet with MACs is read; hidden ones come last, prefixes of names mean nothing', () => {
  const other = row(text('Name'));
  assert.equal(parsePlugs(workbook({ sheets: [other, plugs] })).rows[0]?.room, 'A');
  const hidden = plugs.replace('>A<', '>hidden<');
  assert.equal(parsePlugs(workbook({ sheets: [hidden, plugs], states: ['hidden'] })).rows[0]?.room, 'A');
  assert.equal(parsePlugs(workbook({ sheets: [hidden, other], states: ['veryHidden'] })).rows[0]?.room, 'hidden');
  assert.equal(parsePlugs(workbook({ sheets: [plugs], prefix: 'x:' })).rows[0]?.room, 'A');
});

test('shared strings, rich text, gaps between cells, cached results of formulas and errors are read as they show', () => {
  const strings = `${head}<sst><si><t>mac</t></si><si><r><t>ro</t></r><r><t>om</t></r><rPh><t>x</t></rPh></si><si><t xml:space="preserve">50C7BF000001</t></si></sst>`;
  const sheet = [
    '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c></row>',
    '<row r="5"><c r="A5" t="s"><v>2</v></c><c r="C5" t="str"><f>A1&amp;"x"</f><v>Hall &lt;2&gt;</v></c></row>',
    '<row r="9"><c r="A9" t="inlineStr"><is><t>50C7BF000002</t></is></c><c r="C9" t="e"><v>#N/A</v></c></row>',
    '<row r="10"><c r="A10" t="inlineStr"><is><t>50C7BF000003</t></is></c><c r="B10"><v>1</v></c></row>',
  ].join('');
  const { rows, rejected } = parsePlugs(workbook({ sheets: [sheet], strings }));
  assert.deepEqual(
    rows.map(({ line, room }) => [line, room]),
    [[5, 'Hall <2>']],
  );
  assert.deepEqual(rejected, [
    { line: 9, why: 'room is #N/A, which a spreadsheet shows where a formula failed' },
    { line: 10, why: "'1' stands in a column without a name (a comma too many?)" },
  ]);
});

test('a workbook that unpacks to far more than it weighs is given up early', () => {
  const big = '<row></row>'.repeat(1_000_000).repeat(30);
  const packed = workbook({ sheets: [big] });
  assert.ok(packed.length < 2 << 20, `${packed.length}`);
  const startedRss = process.memoryUsage().rss;
  says(packed, /unpacks to more/);
  assert.ok(process.memoryUsage().rss - startedRss < 1 << 30);
});

/** A zip whose directory says of every file that it unpacks to so many bytes. */
function lying(zip: Buffer, size: number): Buffer {
  const wrong = Buffer.from(zip);
  for (let at = wrong.indexOf('PK\x01\x02', 'latin1'); at !== -1; at = wrong.indexOf('PK\x01\x02', at + 4, 'latin1'))
    wrong.writeUInt32LE(size, at + 24);
  return wrong;
}

test('what a zip says of its sizes counts for nothing: neither a bomb that says it is small nor a list that says it is huge', () => {
  const bomb = workbook({ sheets: ['<row></row>'.repeat(30_000_000)] });
  assert.ok(bomb.length < 2 << 20, `${bomb.length}`);
  says(lying(bomb, 10), /unpacks to more/);
  for (const size of [0, 10, 0xff_ff_ff_ff])
    assert.equal(parsePlugs(lying(workbook({ sheets: [plugs] }), size)).rows.length, 1, String(size));
});

test('a bomb in the texts that cells share, in several sheets together, or in a zip within the zip', () => {
  const long = `${head}<sst><si><t>mac</t></si><si><t>${'y'.repeat(300 << 20)}</t></si></sst>`;
  says(workbook({ sheets: [plugs], strings: long }), /unpacks to more/);
  // each is small enough for itself
  const half = `${row(text('Name'))}${'<row></row>'.repeat(12_000_000)}`;
  says(workbook({ sheets: [half, half, half] }), /unpacks to more/);
  // what no sheet refers to is never unpacked
  const inner = workbook({ sheets: ['<row></row>'.repeat(30_000_000)] }).toString('latin1');
  assert.equal(parsePlugs(workbook({ sheets: [plugs], more: [['xl/embeddings/inner.xlsx', inner]] })).rows.length, 1);
});

test('a bomb of cells that hold nothing is given up before it costs minutes', () => {
  const row = `<row>${'<c/>'.repeat(250)}</row>`;
  says(workbook({ sheets: [row.repeat(100_000)] }), /unpacks to more/);
});

test('how large a sheet says it is costs nothing, nor does a row or cell that stands far away', () => {
  const far = `<row r="1048576">${'<c r="XFD1048576"/>'.repeat(3)}<c r="A1048576" t="inlineStr"><is><t>50C7BF000009</t></is></c></row>`;
  const xml = `<worksheet><dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols><sheetData>${plugs}${far}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`;
  const startedMs = performance.now();
  const { rows } = parsePlugs(workbookWith(xml));
  assert.deepEqual(
    rows.map(({ line }) => line),
    [2, 1_048_576],
  );
  assert.ok(performance.now() - startedMs < 2000);
});

test('no entity is fetched: neither a file of this computer nor an address', () => {
  const secret = join(mkdtempSync(join(tmpdir(), 'plugfleet-entity-')), 'secret');
  writeFileSync(secret, 'what is in the file');
  for (const declared of [`SYSTEM "file://${secret}"`, 'SYSTEM "http://127.0.0.1:9/x"', `PUBLIC "x" "${secret}"`])
    for (const types of [
      `<!DOCTYPE x [<!ENTITY a ${declared}>]>`,
      `<!DOCTYPE x [<!ENTITY % b ${declared}> %b;]>`,
      `<!DOCTYPE x ${declared}>`,
    ]) {
      const sheet = `${head}${types}<worksheet><sheetData>${plugs.replace('>A<', '>&a;<')}</sheetData></worksheet>`;
      assert.equal(parsePlugs(workbookWith(sheet)).rows[0]?.room, '&a;', types);
    }
  rmSync(dirname(secret), { recursive: true });
});

test('a zip that lies about itself is damaged, not believed', () => {
  const whole = plugsToXlsx([plug({ mac: '50:C7:BF:00:00:01' })]);
  const bytes = Buffer.from(whole);
  // every truncation and many single wrong bytes: refused or read, never a fault of ours
  for (let size = 2; size < bytes.length; size += 37)
    says(bytes.subarray(0, size), /cannot be read|NUL|no text|mac or/);
  for (let at = 0; at < bytes.length; at += 3) {
    const wrong = Buffer.from(bytes);
    wrong.writeUInt8((wrong.readUInt8(at) ^ 0x5a) & 0xff, at);
    try {
      parsePlugs(wrong);
    } catch (error) {
      assert.ok(error instanceof PlugfleetError && error.code === 'bad-input', `byte ${at}: ${error}`);
    }
  }
});

test('entities are not expanded, documents within documents not loaded, broken XML is refused', () => {
  const types = `<!DOCTYPE x [<!ENTITY a "50C7BF000002"><!ENTITY b "&a;&a;&a;&a;">]>`;
  const sheet = `${types}<worksheet><sheetData>${plugs.replace('>A<', '>&b;<')}</sheetData></worksheet>`;
  const { rows } = parsePlugs(workbookWith(sheet));
  assert.equal(rows[0]?.room, '&b;');
  says(workbookWith('<worksheet><sheetData><row></sheetData>'), /no XML/);
});

/** A workbook whose only sheet is this very XML. */
const workbookWith = (xml: string): Buffer =>
  zipOf([
    ['[Content_Types].xml', `${head}<Types/>`],
    ['_rels/.rels', relations(['a', 'officeDocument', 'xl/workbook.xml'])],
    ['xl/workbook.xml', `${head}<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', relations(['r1', 'worksheet', 'sheet.xml'])],
    ['xl/sheet.xml', xml],
  ]);

test('more columns, rows or text than are read is refused with the limit', () => {
  says(Buffer.from(`mac${','.repeat(300)}\n`), /256 are read/);
  says(Buffer.from(`mac\n${'x\n'.repeat(200_002)}`), /more than 200000 rows/);
  says(
    workbook({ sheets: [`<row><c r="A1" t="inlineStr"><is><t>mac</t></is></c><c r="XFD1"><v>1</v></c></row>`] }),
    /16384/,
  );
  says(workbook({ sheets: [plugs + row(text('x')).repeat(200_002)] }), /more than 200000 rows/);
  // one long text that many cells name
  const strings = `${head}<sst><si><t>mac</t></si><si><t>${'y'.repeat(30_000)}</t></si></sst>`;
  const cells = '<c t="s"><v>1</v></c>'.repeat(200);
  says(
    workbook({ sheets: [`<row><c t="s"><v>0</v></c></row>${`<row>${cells}</row>`.repeat(100)}`], strings }),
    /too much text/,
  );
});

test('a file beyond 64 MiB is refused before it is looked into', () => {
  const bytes = Buffer.alloc(64 * 1024 * 1024 + 1, 'mac\n');
  says(bytes, /65 MiB, 64 MiB are read/);
});

test('a zip whose entry is stored and larger than it says is not read beyond its end', () => {
  const bytes = zipOf([['[Content_Types].xml', 'x']]);
  bytes.writeUInt32LE(0x7f_ff_ff_ff, bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 20);
  says(bytes, /no workbook|ends too early/);
});
