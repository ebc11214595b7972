import { posix } from 'node:path';
import type { CellRecord } from '../cell-record.ts';
import { limits } from '../limits.ts';
import { dateStyles } from './number-formats.ts';
import { readSheet } from './read-sheet.ts';
import { sharedStrings } from './shared-strings.ts';
import { readXml } from './xml.ts';
import { unreadable, ZipReader } from './zip-reader.ts';

/**
 * The rows of a workbook's first sheet whose header is the wanted one; of its first sheet where none has it. Hidden
 * sheets come last.
 * @throws `bad-input`
 */
export function readWorkbook(bytes: Uint8Array, isHeader: (cells: readonly string[]) => boolean): CellRecord[] {
  const zip = new ZipReader(bytes, limits.unpackedBytes);
  const file = workbookFile(zip);
  const { sheets, is1904 } = sheetsOf(zip.text(file) ?? '');
  const parts = relations(zip, file);
  const strings = [...parts.values()].find(({ type }) => type === 'sharedStrings')?.target ?? '';
  const styles = [...parts.values()].find(({ type }) => type === 'styles')?.target ?? '';
  const context = {
    strings: sharedStrings(zip.text(strings) ?? nothing),
    dateStyles: dateStyles(zip.text(styles) ?? nothing),
    is1904,
  };
  let first: CellRecord[] | undefined;
  for (const id of sheets) {
    const xml = zip.text(parts.get(id)?.target ?? '');
    if (xml === undefined) continue;
    const records = readSheet(xml, context);
    if (isHeader(records[0]?.cells ?? [])) return records;
    first ??= records;
  }
  if (first === undefined) throw unreadable('there is no sheet in it');
  return first;
}

const nothing = '<none/>';

function workbookFile(zip: ZipReader): string {
  if (zip.has('mimetype') && zip.has('content.xml')) throw unreadable('it is an OpenDocument file');
  const root = relations(zip, '');
  const file = [...root.values()].find(({ type }) => type === 'officeDocument')?.target;
  if (file?.endsWith('.bin')) throw unreadable('it is a binary workbook (.xlsb)');
  if (file === undefined || !zip.has('[Content_Types].xml') || !/<(?:\w+:)?workbook\b/.test(zip.text(file) ?? '')) {
    throw unreadable('it is a zip, but no workbook');
  }
  return file;
}

/** What a part of the workbook refers to, by id. */
function relations(zip: ZipReader, part: string): Map<string, { type: string; target: string }> {
  const folder = posix.dirname(part);
  const found = new Map<string, { type: string; target: string }>();
  readXml(zip.text(posix.join(folder, '_rels', `${posix.basename(part)}.rels`)) ?? nothing, {
    open(name, attribute) {
      if (name !== 'Relationship' || attribute('TargetMode') === 'External') return;
      const target = attribute('Target') ?? '';
      found.set(attribute('Id') ?? '', {
        // two name spaces, old and strict, end in the same word
        type: posix.basename(attribute('Type') ?? ''),
        target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
      });
    },
  });
  return found;
}

function sheetsOf(xml: string): { sheets: string[]; is1904: boolean } {
  const visible: string[] = [];
  const hidden: string[] = [];
  let is1904 = false;
  readXml(xml, {
    open(name, attribute) {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
      if (name === 'sheet')
        ((attribute('state') ?? 'visible') === 'visible' ? visible : hidden).push(attribute('id') ?? '');
    },
  });
  return { sheets: [...visible, ...hidden], is1904 };
}
