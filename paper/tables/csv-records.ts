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

/**
 * Every line end outside quotes as a line feed: files put together from several systems mix them. Cells in quotes are
 * stepped over by hand: an expression that matches them whole runs out of stack at some megabytes.
 */
function withLineFeeds(text: string): string {
  const next = /(?<=^|[,\r\n])"|\r\n?/g;
  let plain = '';
  let from = 0;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    if (found[0] === '"') next.lastIndex = behindQuotes(text, next.lastIndex) ?? next.lastIndex;
    else {
      plain += `${text.slice(from, found.index)}\n`;
      from = next.lastIndex;
    }
  }
  return plain + text.slice(from);
}

/** Where a cell ends whose quotes are opened before `at`; undefined where they are never closed. */
function behindQuotes(text: string, at: number): number | undefined {
  let quote = text.indexOf('"', at);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote < 0 ? undefined : quote + 1;
}
