import { PlugfleetError } from '../../../contract/index.ts';
import { type CellKind, type CellRecord, isBlank } from '../cell-record.ts';
import { limits } from '../limits.ts';
import { decodeCell } from './cell-text.ts';
import { dateText } from './number-formats.ts';
import { readXml } from './xml.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
  strings: readonly string[];
  /** By the number of a style, whether it shows numbers as dates. */
  dateStyles: readonly boolean[];
  is1904: boolean;
}

interface Cell {
  at: number;
  type: string;
  style: number;
  text: string;
}

/** The rows of a sheet that hold anything. Of a formula, what it last came to. @throws `bad-input` */
export function readSheet(xml: string, context: SheetContext): CellRecord[] {
  const records: CellRecord[] = [];
  let line = 0;
  let cells: string[] = [];
  let kinds = new Map<number, CellKind>();
  let cell: Cell | undefined;
  let next = 0;
  let isValue = false;
  let aside = 0;
  // cells may name one long text again and again
  let characters = 0;
  readXml(xml, {
    open(name, attribute) {
      if (name === 'row') {
        const told = Number(attribute('r'));
        line = Number.isSafeInteger(told) && told > 0 ? told : line + 1;
        cells = [];
        kinds = new Map();
        next = 0;
      } else if (name === 'c') {
        const at = columnOf(attribute('r')) ?? next;
        cell = { at, type: attribute('t') ?? 'n', style: Number(attribute('s') ?? 0), text: '' };
        next = at + 1;
      } else if (name === 'rPh') aside += 1;
      else if (name === 'v' || name === 't') isValue = cell !== undefined && aside === 0;
    },
    text(more) {
      if (isValue && cell !== undefined) cell.text += more;
    },
    close(name) {
      if (name === 'rPh') aside -= 1;
      if (name === 'v' || name === 't') isValue = false;
      if (name === 'c' && cell !== undefined) {
        put(cell, cells, kinds, context);
        cell = undefined;
      }
      if (name !== 'row' || isBlank(cells)) return;
      characters += cells.reduce((sum, text) => sum + text.length, 0);
      if (characters > limits.unpackedBytes) throw tooLarge('its cells hold too much text');
      records.push({ line, cells, kinds, fault: null });
      if (records.length > limits.records + 1) throw tooLarge(`it has more than ${limits.records} rows; split it`);
    },
  });
  return records;
}

function put(cell: Cell, cells: string[], kinds: Map<number, CellKind>, context: SheetContext): void {
  const { text, kind } = meaning(cell, context);
  if (text === '') return;
  if (cell.at >= limits.columns) throw tooLarge(`it has a column ${cell.at + 1}, ${limits.columns} are read`);
  // rows may leave cells out: the gaps are blank
  while (cells.length < cell.at) cells.push('');
  cells[cell.at] = text;
  if (kind !== undefined) kinds.set(cell.at, kind);
}

function meaning({ type, style, text }: Cell, context: SheetContext): { text: string; kind?: CellKind } {
  switch (type) {
    case 's':
      return { text: context.strings[Number(text)] ?? '' };
    case 'str':
    case 'inlineStr':
      return { text: decodeCell(text) };
    case 'b':
      return { text: text.trim() === '1' ? 'true' : 'false' };
    case 'e':
      return { text, kind: 'error' };
    case 'd':
      return { text, kind: 'date' };
    default:
      return number(text.trim(), context.dateStyles[style] === true, context.is1904);
  }
}

function number(text: string, isDate: boolean, is1904: boolean): { text: string; kind?: CellKind } {
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) return { text };
  return isDate ? { text: dateText(value, is1904), kind: 'date' } : { text: String(value), kind: 'number' };
}

/** The place of a cell in its row, from `BC12`; undefined where it does not say. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/i.exec(reference ?? '')?.[1]?.toUpperCase();
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

const tooLarge = (why: string): PlugfleetError => new PlugfleetError('bad-input', `The workbook is too large: ${why}`);
