/**
 * What a page bears, as our print handed it to pdfkit: a piece of text with font, size, spacing, place and shade, or
 * drawing operators.
 */
export type Mark =
  | [font: string, size: number, spacing: number, x: number, y: number, shade: number, text: string]
  | [operators: string];
