/** Columns of a terminal that a text takes: East Asian wide characters take two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    const [first = ''] = segment;
    width += /^\p{M}$/u.test(first) ? 0 : isWide(first) ? 2 : 1;
  }
  return width;
}

const isWide = (char: string): boolean =>
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
    char,
  );

/**
 * What comes from a plug or a file, fit for a terminal: control characters (which could move the cursor, or worse)
 * and marks that turn the direction of writing are shown as their code.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16).toUpperCase()}}`;
  });

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
