import assert from 'node:assert/strict';
import { parsePlugs, parseTicks, plugsToXlsx } from '../../../paper/index.ts';
import { zipOf } from '../../../paper/tables/xlsx/zip-writer.ts';
import { plug } from '../../paper/plugs.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

const head = 'mac,deviceId,model,alias,label,site,room,tags,address,serial,owned,protected,note,Shelf';

function readPlugs(input: Uint8Array): void {
  const { rows, rejected } = parsePlugs(input);
  for (const { mac, deviceId, notes } of rows) {
    assert.ok(mac !== null || deviceId !== null);
    if (mac !== null) assert.match(mac, /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/);
    if (deviceId !== null) assert.match(deviceId, /^[0-9A-F]{40}$/);
    assert.equal(Object.getPrototypeOf(notes), Object.prototype);
  }
  for (const { line, why } of rejected) assert.ok(Number.isSafeInteger(line) && line > 0 && why !== '');
}

/** Files of plugs, from wherever. */
const plugsCsv: FuzzTarget = {
  name: 'plugs-csv',
  samples: [
    `${head}\r\n50:C7:BF:00:00:01,,HS110,Kettle,,HQ,"Flat 12, left",a; b\\;c,10.0.0.7,S1,yes,no,"two\r\nlines",3\r\n`,
    `\ufeffMAC,Note\n50c7.bf00.0002,"a ""b"""\n50-C7-BF-00-00-03,'=1+1\r50C7BF000004,x\n`,
    `deviceId,owned\n${'AB'.repeat(20)},TRUE\n${'CD'.repeat(20)},0\n\n,,\n`,
    `sep=;\nmac;room\n5,00E+11;1. Feb\n50;C7;BF;00;00;05\n50C7BF000006;\\u{1B}\n`,
  ].map((text) => Buffer.from(text)),
  codes: ['bad-input'],
  read: readPlugs,
};

/** The same in UTF-16. */
const plugsUtf16: FuzzTarget = {
  name: 'plugs-utf16',
  samples: [Buffer.from('\uFEFFmac\troom\r\n50C7BF000001\tK\u00FCche\r\n', 'utf16le')],
  codes: ['bad-input'],
  read: readPlugs,
};

/** Workbooks as they come in the mail. */
const plugsWorkbook: FuzzTarget = {
  name: 'plugs-workbook',
  samples: [Buffer.from(plugsToXlsx([plug({ label: '=1+1', notes: { Shelf: '3' } })]))],
  codes: ['bad-input'],
  read: readPlugs,
};

const relations = (id: string, type: string, target: string): string =>
  `<Relationships><Relationship Id="${id}" Type="x/${type}" Target="${target}"/></Relationships>`;

/** The XML of a sheet, in a workbook that is sound around it. */
const plugsSheet: FuzzTarget = {
  name: 'plugs-sheet',
  samples: [
    '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>mac</t></is></c><c r="C1" t="str"><v>room</v></c></row><row r="3"><c r="A3"><v>500000000001</v></c><c r="C3" t="b"><v>1</v></c></row></sheetData></worksheet>',
    '<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>m</x:t></x:r><x:t>ac</x:t></x:is></x:c></x:row><x:row><x:c t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>',
  ].map((text) => Buffer.from(text)),
  codes: ['bad-input'],
  read: (input) =>
    readPlugs(
      zipOf([
        ['[Content_Types].xml', '<Types/>'],
        ['_rels/.rels', relations('a', 'officeDocument', 'xl/workbook.xml')],
        ['xl/workbook.xml', '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>'],
        ['xl/_rels/workbook.xml.rels', relations('r1', 'worksheet', 'sheet.xml')],
        ['xl/sheet.xml', input.toString('utf8')],
      ]),
    ),
};

/** Results of cards. */
const ticksCsv: FuzzTarget = {
  name: 'ticks-csv',
  samples: [
    'mac,result,by,at,run\n50C7BF000001,done,Anna,2026-11-24 10:30,R-7K3QD\nplugfleet:plug:50C7BF000002,not found,,2026-11-24,\n',
    'result;mac\ndead;plugfleet:R-7K3QD:50C7BF000003\n;50C7BF000004\n',
  ].map((text) => Buffer.from(text)),
  codes: ['bad-input'],
  read: (input) => {
    const { rows, rejected } = parseTicks(input);
    for (const { mac, doneAt, by } of rows) {
      assert.match(mac, /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/);
      if (doneAt !== null) assert.equal(new Date(doneAt).toISOString(), doneAt);
      assert.ok(by === null || (by.length > 0 && by.length <= 200));
    }
    for (const { line, why } of rejected) assert.ok(Number.isSafeInteger(line) && line > 0 && why !== '');
  },
};

export const fileTargets: readonly FuzzTarget[] = [plugsCsv, plugsUtf16, plugsWorkbook, plugsSheet, ticksCsv];
