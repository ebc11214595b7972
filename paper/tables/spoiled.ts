import type { CellKind } from './cell-record.ts';
import type { Column } from './columns.ts';

/**
 * What spreadsheets make of texts that look like numbers or dates, and how to know it again. A cell that begins with '
 * was meant as text and is never looked at (formula-guard.ts writes that mark).
 */

/** 500000000001 shown as 5E+11, 5.00E+11 or 5,00E+11. */
const scientific = /^\d+(?:[.,]\d+)?E[+-]\d+$/i;
/** The brief form of a hex text that was half taken for a number: `5.0C7E+11`. */
const brokenHex = /^[0-9A-F]+[.,][0-9A-F]*E\+\d+$/i;

/** Short names of the months as spreadsheets show them in a dozen languages. */
const months =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mrz|mär|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|déc|' +
  'ene|abr|ago|dic|gen|mag|giu|lug|set|ott|mrt|mei|fev|out|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru';
const monthName = new RegExp(`^(?:\\d{1,2}[-. ]{1,2}(?:${months})\\.?|(?:${months})\\.?[- ]\\d{2})$`, 'i');
const fullDate = /^(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2})(?: 0?0:00(?::00)?)?$/;

const isDate = (text: string): boolean => monthName.test(text) || fullDate.test(text);

/** Texts that a spreadsheet would make a number, date or time of when it opens a file. */
const wouldBeSpoiled =
  /^(?:0\d+|\d{12,}|\d+(?:[.,]\d+)?E[+-]?\d+|\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?|\d{1,2}:\d{2}(?::\d{2})?)$/i;

/** Whether a text needs a mark that it is one, to come back from a spreadsheet as it was. */
export const needsMark = (text: string): boolean =>
  wouldBeSpoiled.test(text) || scientific.test(text) || brokenHex.test(text) || isDate(text);

const asText =
  "a spreadsheet did that: format the column as Text before the cells are typed or pasted, or put ' before the text";

/** Columns whose text is what a person typed, to be kept to the letter. */
const typed: ReadonlySet<Column> = new Set<Column>(['site', 'room', 'label', 'serial']);

/**
 * Why a cell is not what was once typed into it, or undefined.
 * @param text the cell as it stands in the file
 * @param kind what a workbook says it is; in a text file nothing says that a cell is text
 */
export function spoiled(column: Column, text: string, kind: CellKind | 'text' | undefined): string | undefined {
  if (kind === 'error') return `${column} is ${text}, which a spreadsheet shows where a formula failed`;
  if (kind === 'date') return `${column} became a date (${text}); ${asText}`;
  if (column === 'mac') return spoiledMac(text, kind);
  if (column === 'deviceId') return spoiledDeviceId(text, kind);
  if (!typed.has(column) || kind === 'text') return undefined;
  if (isDate(text)) return `${column} became a date (${text}); ${asText}`;
  if (scientific.test(text) || (kind === 'number' && text.replace(/\D/g, '').length > 15)) {
    return `${column} became a number and lost digits (${text}); ${asText}`;
  }
  return undefined;
}

function spoiledMac(text: string, kind: CellKind | 'text' | undefined): string | undefined {
  if (scientific.test(text) || brokenHex.test(text)) return `mac became a number and lost digits (${text}); ${asText}`;
  if (isDate(text)) return `mac became a date (${text}); ${asText}`;
  if (/^\d{1,11}$/.test(text)) return `mac became a number and lost its leading zeros (${text}); ${asText}`;
  // 1234567890E2 typed into a sheet is the number 123456789000: twelve digits of another plug
  if (kind === 'number' && !/^\d{11}[1-9]$/.test(text)) return `mac became a number (${text}); ${asText}`;
  return undefined;
}

function spoiledDeviceId(text: string, kind: CellKind | 'text' | undefined): string | undefined {
  if (kind === 'number' || scientific.test(text) || brokenHex.test(text)) {
    return `deviceId became a number and lost digits (${text}); ${asText}`;
  }
  if (/^\d{20,39}$/.test(text)) return `deviceId became a number and lost its leading zeros (${text}); ${asText}`;
  return undefined;
}

/** Whether a MAC was split over six cells by a tool that took its colons for separators. */
export const isSplitMac = (cells: readonly string[], at: number): boolean =>
  [0, 1, 2, 3, 4, 5].every((step) => /^[0-9A-F]{1,2}$/i.test(cells[at + step]?.trim() ?? ''));
