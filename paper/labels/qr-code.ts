import { encode } from 'uqr';
import type { Box, Pen } from '../page/pen.ts';

/** Blank modules that readers need around a code. */
export const quietModules = 4;

/** A code as rows of modules, true for black, without its blank edge. A seventh of it may be scratched off. */
export const qrModules = (text: string): readonly (readonly boolean[])[] => encode(text, { ecc: 'M', border: 0 }).data;

/** Draws a code into a square: neighbours in a row as one rectangle, so that no hair lines show between them. */
export function drawQr(pen: Pen, modules: readonly (readonly boolean[])[], { x, y, width }: Box): void {
  const size = width / modules.length;
  for (const [row, line] of modules.entries()) {
    for (let from = line.indexOf(true); from !== -1; ) {
      const white = line.indexOf(false, from);
      const to = white === -1 ? line.length : white;
      pen.doc.rect(x + from * size, y + row * size, (to - from) * size, size);
      from = line.indexOf(true, to);
    }
  }
  pen.doc.fill('black');
}
