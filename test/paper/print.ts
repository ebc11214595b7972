import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Checklist, PaperChoice, PrintedPage } from '../../contract/index.ts';
import { writeChecklist } from '../../paper/index.ts';
import { paperLanguages } from '../../text/index.ts';
import { readPdf } from './read-pdf.ts';

/** A folder for what this test file prints. */
export const folder = mkdtempSync(join(tmpdir(), 'plugfleet-paper-'));
after(() => rmSync(folder, { recursive: true, force: true }));

export const never: AbortSignal = new AbortController().signal;

/** Prints a checklist and gives what was written; `file` is the first. */
export async function print(list: Checklist, choice: Partial<PaperChoice> = {}) {
  const { paper = 'a4', lang = 'en', large = false, pocket = false } = choice;
  const file = join(folder, `checklist-${lang}.pdf`);
  const printed: PrintedPage[] = [];
  let number = 0;
  const written = await writeChecklist(list, {
    ...{ file, paper, large, pocket },
    words: paperLanguages[lang],
    signal: never,
    newPageCode: () => `PAGE-${number++}`,
    onDrawn: (pages) => printed.push(...pages),
  });
  const [first = ''] = written.files;
  return { ...written, file: first, printed, pdf: readPdf(readFileSync(first)) };
}

/** Of poppler-utils; not every machine has it. */
const isThere = (program: string): boolean => spawnSync(program, ['-v']).error === undefined;
export const noPoppler = isThere('pdftotext') && isThere('pdftoppm') ? false : 'poppler-utils is not installed';

export const textOf = (file: string, ...options: string[]): string =>
  execFileSync('pdftotext', ['-enc', 'UTF-8', ...options, file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
