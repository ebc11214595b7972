import Papa from 'papaparse';
import { PlugfleetError } from '../../contract/index.ts';
import { type CellRecord, isBlank } from './cell-record.ts';
import { limits } from './limits.ts';

const faults: Readonly<Record<string, string>> = {
  MissingQuotes: 'a quote is opened and never closed',
  InvalidQuotes: 'a quote stands inside a quoted cell; write it twice',
};

const delimiters = [',', ';', '\t'] as const;

/**
 * Splits delimited text into records; those without any text are left out.
 * @param isHeader whether cells are those of a header: what separates them is told by the line that names the columns
 * @throws `bad-input` for a file that is beyond the limits
 */
export function csvRecords(text: string, isHeader: (cells: readonly string[]) => boolean): CellRecord[] {
  // the line with which spreadsheets tell each other the delimiter
  const told = /^sep=(.)(?:\r\n?|\n)/i.exec(text);
  const rest = told === null ? text : text.slice(told[0].length);
  const delimiter = told?.[1] ?? delimiterOf(rest, isHeader);
  const plain = withLineFeeds(rest, delimiter);
  const records: CellRecord[] = [];
  let line = told === null ? 1 : 2;
  let from = 0;
  let beyond: string | undefined;
  Papa.parse<string[]>(plain, {
    delimiter,
    newline: '\n',
    step: ({ data, errors, meta }, parser) => {
      const [error] = errors;
      if (!isBlank(data)) {
        records.push({ line, cells: data, fault: error === undefined ? null : (faults[error.code] ?? error.message) });
        if (data.length > limits.columns)
          beyond = `line ${line} has ${data.length} columns, ${limits.columns} are read`;
        if (records.length > limits.records + 1) beyond = `it has more than ${limits.records} rows; split it`;
        if (beyond !== undefined) parser.abort();
      }
      line += lineFeeds(plain, from, meta.cursor);
      from = meta.cursor;
    },
  });
  if (beyond !== undefined) throw new PlugfleetError('bad-input', `The file is too large: ${beyond}`);
  return records;
}

/** The delimiter with which the first line that is not blank makes a header, else the one that finds most columns. */
function delimiterOf(text: string, isHeader: (cells: readonly string[]) => boolean): string {
  const start = /[^\r\n]/.exec(text)?.index ?? 0;
  const sample = text.slice(start, start + 65_536);
  const tried = delimiters.map((delimiter) => {
    const { data } = Papa.parse<string[]>(withLineFeeds(sample, delimiter), { delimiter, newline: '\n', preview: 1 });
    const cells = data[0] ?? [];
    return { delimiter, rank: (isHeader(cells) ? 1_000_000 : 0) + cells.length };
  });
  return tried.reduce((best, one) => (one.rank > best.rank ? one : best)).delimiter;
}

function lineFeeds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Every line end outside quotes as a line feed: files put together from several systems mix them. */
function withLineFeeds(text: string, delimiter: string): string {
  if (!text.includes('\r')) return text;
  const parts: string[] = [];
  let from = 0;
  let quote = text.indexOf('"');
  while (quote !== -1) {
    const opens = quote === 0 || [delimiter, '\n', '\r'].includes(text.charAt(quote - 1));
    const end = opens ? endOfQuoted(text, quote) : quote + 1;
    if (opens) {
      parts.push(asLineFeeds(text.slice(from, quote)), text.slice(quote, end));
      from = end;
    }
    quote = text.indexOf('"', end);
  }
  parts.push(asLineFeeds(text.slice(from)));
  return parts.join('');
}

const asLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n');

/** The place after the quote that closes the one at `from`; two in a row stand for one. */
function endOfQuoted(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 2))
    if (text.charAt(at + 1) !== '"') return at + 1;
  return text.length;
}
