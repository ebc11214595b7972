import { PlugfleetError } from '../../../contract/index.ts';
import { encodeCell } from './cell-text.ts';
import { type ZipFiles, zipBeside, zipOf } from './zip-writer.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const sheetMl = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const kinds = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const contentTypes = `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kinds}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kinds}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${kinds}.styles+xml"/></Types>`;

const rootRelations = `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const workbookRelations = `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`;

/** Format 49 is text: what is typed into these cells later stays as it was typed. Style 2 is the same in bold. */
const styles = `${head}<styleSheet xmlns="${sheetMl}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const textStyle = 1;
const headStyle = 2;

/** What one cell of a workbook can hold, in UTF-16 units. */
const mostInCell = 32_767;

/**
 * A workbook of one sheet of text, its first row a header that stays in sight.
 * @throws `bad-input` for a text that no cell can hold
 */
export const writeWorkbook = (name: string, rows: readonly Row[]): Uint8Array =>
  zipOf(filesOf(name, rows[0]?.length ?? 1, rows.length, rowsXml(rows, 1)));

/** The same of rows that come in lots: others are served between them. */
export async function writeWorkbookOfLots(
  name: string,
  header: Row,
  lots: AsyncIterable<readonly Row[]>,
): Promise<Uint8Array> {
  const parts = [rowsXml([header], 1)];
  let count = 1;
  for await (const rows of lots) {
    parts.push(rowsXml(rows, count + 1));
    count += rows.length;
  }
  return await zipBeside(filesOf(name, header.length, count, parts.join('')));
}

type Row = readonly string[];

function filesOf(name: string, width: number, count: number, rows: string): ZipFiles {
  const workbook = `${head}<workbook xmlns="${sheetMl}" xmlns:r="${office}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  return [
    ['[Content_Types].xml', contentTypes],
    ['_rels/.rels', rootRelations],
    ['xl/workbook.xml', workbook],
    ['xl/_rels/workbook.xml.rels', workbookRelations],
    ['xl/styles.xml', styles],
    ['xl/worksheets/sheet1.xml', sheet(width, count, rows)],
  ];
}

/** @param firstLine line of the first of them, counted from 1; line 1 is the header */
function rowsXml(rows: readonly Row[], firstLine: number): string {
  const letters = rows[0]?.map((_, at) => columnLetters(at)) ?? [];
  const body = rows.map((cells, index) => {
    const line = firstLine + index;
    const style = line === 1 ? headStyle : textStyle;
    const texts = cells.map((text, at) => (text === '' ? '' : cell(`${letters[at]}${line}`, style, text)));
    return `<row r="${line}">${texts.join('')}</row>`;
  });
  return body.join('');
}

function sheet(width: number, count: number, rows: string): string {
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const columns = `<cols><col min="1" max="${width}" width="20" style="${textStyle}" customWidth="1"/></cols>`;
  const filter = `<autoFilter ref="A1:${columnLetters(width - 1)}${Math.max(1, count)}"/>`;
  return `${head}<worksheet xmlns="${sheetMl}">${view}${columns}<sheetData>${rows}</sheetData>${filter}</worksheet>`;
}

function cell(reference: string, style: number, text: string): string {
  const encoded = encodeCell(text);
  if (encoded.length > mostInCell) {
    throw new PlugfleetError(
      'bad-input',
      `${reference} would hold ${text.length} characters, more than a workbook can; export as .csv`,
    );
  }
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(encoded)}</t></is></c>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => entities[one] ?? one);

/** A … Z, AA … */
function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last;
}
