import type { Box, Pen } from './pen.ts';

/** An empty square to tick, drawn as lines so that no font is needed for it. */
export function tickBox(pen: Pen, alt: string, x: number, y: number, size: number): PDFKit.PDFStructureElement {
  const box: Box = { x, y, width: size, height: size };
  return pen.figure(alt, box, () => pen.frame(box, 1.2));
}
