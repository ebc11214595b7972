import { PlugfleetError } from '../../contract/index.ts';
import type { PaperName } from '../page/paper-size.ts';

/** A sheet of labels. All lengths in mm, from the upper left corner of the paper. */
export interface LabelSheet {
  name: string;
  paper: 'a4' | 'letter';
  columns: number;
  rows: number;
  width: number;
  height: number;
  left: number;
  top: number;
  /** From the edge of one label to the same edge of the next. */
  pitchX: number;
  pitchY: number;
}

const papers: Readonly<Record<'a4' | 'letter', { width: number; height: number }>> = {
  a4: { width: 210, height: 297 },
  letter: { width: 215.9, height: 279.4 },
} satisfies Record<Extract<PaperName, 'a4' | 'letter'>, object>;

/** Labels in the middle of the paper, with the gaps given. */
function centred(
  name: string,
  paper: 'a4' | 'letter',
  [columns, rows]: readonly [number, number],
  [width, height]: readonly [number, number],
  [gapX, gapY]: readonly [number, number] = [0, 0],
): LabelSheet {
  const pitchX = width + gapX;
  const pitchY = height + gapY;
  const left = (papers[paper].width - (columns * pitchX - gapX)) / 2;
  const top = (papers[paper].height - (rows * pitchY - gapY)) / 2;
  return { name, paper, columns, rows, width, height, left, top, pitchX, pitchY };
}

/**
 * Sheets that shops have. Sizes and gaps are the makers'; all of these lie in the middle of their paper. Avery 5160:
 * 2⅝ × 1 in, ⅛ in apart. L7160 and L7651: 2.54 mm apart. Herma 4270 and 4272: edge to edge.
 */
export const labelSheets: readonly LabelSheet[] = [
  centred('avery-5160', 'letter', [3, 10], [66.675, 25.4], [3.175, 0]),
  centred('avery-l7160', 'a4', [3, 7], [63.5, 38.1], [2.54, 0]),
  centred('avery-l7651', 'a4', [5, 13], [38.1, 21.2], [2.54, 0]),
  centred('herma-4270', 'a4', [5, 13], [38.1, 21.2]),
  centred('herma-4272', 'a4', [4, 11], [48.3, 25.4]),
];

const names = labelSheets.map(({ name }) => name).join(', ');
const how = `${names}; or COLUMNSxROWS@WIDTHxHEIGHTmm[,margin=LEFTxTOP][,gap=HxV][,paper=a4|letter]`;

/** A label has to hold a code that phones can read, and the MAC beside it. */
const smallest = { width: 32, height: 15 };

/**
 * The sheet a person means: by its name (`avery-l7160`, `L7160`), or by its measures, `3x8@70x36mm`, which is in the
 * middle of the paper unless margins are given.
 * @throws `bad-input`
 */
export function labelSheetOf(typed: string): LabelSheet {
  const text = typed.trim().toLowerCase();
  const known = labelSheets.find(({ name }) => name === text || name.slice(name.indexOf('-') + 1) === text);
  return known ?? ownSheet(text, typed);
}

const number = String.raw`(\d{1,3}(?:\.\d{1,3})?)`;
const measures = new RegExp(`^(\\d{1,2})x(\\d{1,2})@${number}x${number}mm((?:,[a-z]+=[^,]+)*)$`);
const pair = new RegExp(`^${number}x${number}(?:mm)?$`);

function ownSheet(text: string, typed: string): LabelSheet {
  const found = measures.exec(text);
  if (found === null) throw new PlugfleetError('bad-input', `'${typed}' is no sheet of labels: ${how}`);
  const [, columns, rows, width, height] = found.map(Number) as [unknown, number, number, number, number];
  const options = new Map((found[5] ?? '').split(',').slice(1).map(option));
  const given = (name: string): [number, number] | undefined => {
    const value = options.get(name);
    if (value === undefined) return undefined;
    const [, first, second] = pair.exec(value) ?? [];
    if (first === undefined) throw new PlugfleetError('bad-input', `${name} is '${value}'; write it as 7.2x15.1`);
    return [Number(first), Number(second)];
  };
  const paper = options.get('paper') ?? 'a4';
  if (paper !== 'a4' && paper !== 'letter')
    throw new PlugfleetError('bad-input', `paper is '${paper}'; write a4 or letter`);
  const sheet = centred(text, paper, [columns, rows], [width, height], given('gap'));
  const margin = given('margin');
  const own = margin === undefined ? sheet : { ...sheet, left: margin[0], top: margin[1] };
  requireFits(own);
  return own;
}

function option(part: string): [name: string, value: string] {
  const [name = '', value = ''] = part.split('=');
  if (!['margin', 'gap', 'paper'].includes(name))
    throw new PlugfleetError('bad-input', `'${name}' is nothing that a sheet of labels has: margin, gap, paper`);
  return [name, value];
}

/** A hair's breadth: sums of decimal millimetres are not exact. */
const hair = 0.01;

function requireFits({ paper, columns, rows, width, height, left, top, pitchX, pitchY }: LabelSheet): void {
  if (columns < 1 || rows < 1) throw new PlugfleetError('bad-input', 'a sheet has one label at least');
  if (width < smallest.width || height < smallest.height) {
    throw new PlugfleetError(
      'bad-input',
      `a label of ${width} x ${height} mm is too small; ${smallest.width} x ${smallest.height} mm are needed`,
    );
  }
  const right = left + (columns - 1) * pitchX + width;
  const bottom = top + (rows - 1) * pitchY + height;
  const size = papers[paper];
  if (left < -hair || top < -hair || right > size.width + hair || bottom > size.height + hair) {
    throw new PlugfleetError(
      'bad-input',
      `${columns} x ${rows} labels of ${width} x ${height} mm do not fit on ${size.width} x ${size.height} mm`,
    );
  }
}

const pointsPerMm = 72 / 25.4;

/** In points, as the page counts. */
export interface LabelPlace {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the label with that index (from 0) stands: along the rows, then down. */
export function placeOf(sheet: LabelSheet, index: number): LabelPlace {
  const column = index % sheet.columns;
  const row = Math.floor(index / sheet.columns);
  return {
    x: (sheet.left + column * sheet.pitchX) * pointsPerMm,
    y: (sheet.top + row * sheet.pitchY) * pointsPerMm,
    width: sheet.width * pointsPerMm,
    height: sheet.height * pointsPerMm,
  };
}
