import Papa from 'papaparse';

/** One record of a file with the line it starts in, counted from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
  /** What is wrong with its quotes. */
  fault: string | null;
}

const faults: Readonly<Record<string, string>> = {
  MissingQuotes: 'a quote is opened and never closed',
  InvalidQuotes: 'a quote stands inside a quoted cell; write it twice',
};

/** Splits comma-separated text into records. Records without any text are left out. */
export function csvRecords(text: string): CsvRecord[] {
  const plain = withLineFeeds(text.replace(/^\uFEFF/, ''));
  const records: CsvRecord[] = [];
  let line = 1;
  let from = 0;
  Papa.parse<string[]>(plain, {
    delimiter: ',',
    newline: '\n',
    step: ({ data, errors, meta }) => {
      const [error] = errors;
      if (data.some((cell) => cell.trim() !== '')) {
        records.push({ line, cells: data, fault: error === undefined ? null : (faults[error.code] ?? error.message) });
      }
      line += plain.slice(from, meta.cursor).split('\n').length - 1;
      from = meta.cursor;
    },
  });
  return records;
}

/** Every line end outside quotes as a line feed: files put together from several systems mix them. */
const withLineFeeds = (text: string): string =>
  text.replace(/(?<=^|[,\r\n])"(?:[^"]|"")*"|\r\n?/g, (found) => (found.startsWith('"') ? found : '\n'));
