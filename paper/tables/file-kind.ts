import { PlugfleetError } from '../../contract/index.ts';

/** Files that are no tables, by how they begin, and what to do with them. */
const others: readonly (readonly [beginning: readonly number[], what: string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document; save the table behind it as CSV or .xlsx'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture; a table is needed'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture; a table is needed'],
  [[0x47, 0x49, 0x46, 0x38], 'a GIF picture; a table is needed'],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    'an old .xls workbook or one with a password; save it as .xlsx without one, or as CSV UTF-8',
  ],
  [[0x1f, 0x8b], 'packed with gzip; unpack it first'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'a database; name it with --db'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program; a table is needed'],
];

const zip = [0x50, 0x4b];

const begins = (bytes: Uint8Array, beginning: readonly number[]): boolean =>
  beginning.every((byte, at) => bytes[at] === byte);

/**
 * Whether bytes are a workbook or text. What is in a file decides, not its name: both get lost on their way by mail.
 * @throws `bad-input` for what is neither
 */
export function fileKind(bytes: Uint8Array): 'text' | 'workbook' {
  const other = others.find(([beginning]) => begins(bytes, beginning));
  if (other !== undefined) throw new PlugfleetError('bad-input', `The file is ${other[1]}`);
  return begins(bytes, zip) ? 'workbook' : 'text';
}
