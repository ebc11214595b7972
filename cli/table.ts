/** Columns of a terminal that a text takes: East Asian wide characters take two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    const [first = ''] = segment;
    width += /^[\p{M}\p{Cf}]$/u.test(first) ? 0 : isWide(first) ? 2 : 1;
  }
  return width;
}

const isWide = (char: string): boolean =>
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u.test(
    char,
  );

/** Characters that act on a terminal instead of being read, or that nobody sees. Joiners stay: words need them. */
const unprintable =
  /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0001}]/gu;

/**
 * What comes from a plug or a file, fit for a terminal: control characters (which could move the cursor, or worse)
 * and marks that turn the direction of writing are shown as their code.
 */
export const printable = (text: string): string =>
  text.replace(unprintable, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);

/** The same for text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** JSON that may be shown on a terminal: the same document, with such characters written as escapes. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(unprintable, (char) =>
    char === '\n'
      ? char
      : [...Array(char.length).keys()].map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );

function fit(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (widthOf(kept + segment) > most - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Rows under a head, columns as wide as they need to be but at most `most`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], most = 32): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => fit(printable(cell), most)));
  const widths = head.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
}
