/**
 * XML cannot hold control characters, half surrogate pairs and two others, and makes one line feed of CR LF. Workbooks
 * write them as `_x000D_`, and a text that happens to look like that with `_x005F_` for its underscore.
 */
const unheld = /(?![\t\n])\p{Cc}|[\uD800-\uDFFF\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/gu;

/** Nearly every cell there is. */
const isPlain = /^[ -~\t\n]*$/;

export const encodeCell = (text: string): string =>
  isPlain.test(text) && !text.includes('_x')
    ? text
    : text.replace(unheld, (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);

export const decodeCell = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
