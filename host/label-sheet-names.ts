import { labelSheets } from '../paper/index.ts';

/** Sheets of labels that are known by name. */
export const labelSheetNames: readonly string[] = labelSheets.map(({ name }) => name);
