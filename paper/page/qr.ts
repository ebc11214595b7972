import { encode } from 'uqr';

/** Blank modules around a code; readers need four. */
export const qrQuiet = 4;

/** Rows of modules, true for black. Medium error correction: about a seventh of a crumpled code may be lost. */
export const qrModules = (text: string): boolean[][] => encode(text, { ecc: 'M', border: 0, maskPattern: 0 }).data;

/** The black modules as drawing operators, one unit a module; neighbours in a row are one rectangle. */
export function qrOperators(modules: readonly (readonly boolean[])[]): string {
  let operators = '0 g';
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x + 1;
      while (row[end]) end++;
      operators += ` ${x} ${y} ${end - x} 1 re`;
      x = end;
    }
  }
  return `${operators} f`;
}
