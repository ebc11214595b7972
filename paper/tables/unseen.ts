/**
 * Characters that act on a terminal or turn the direction of writing, and those that nobody sees. Tab and line ends
 * stay: notes have them. (cli/table.ts keeps the same list, for what comes from plugs.)
 */
const unseen =
  /(?![\t\n\r])\p{Cc}|[\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0001}]/gu;
/** Nearly every cell there is. */
const isPlain = /^[ -~]*$/;
/** The same, and a backslash that would be taken for the beginning of a code. */
const toBeShown = new RegExp(`${unseen.source}|\\\\(?=u\\{[0-9A-F]{1,6}\\})`, 'gu');
const shown = /\\u\{([0-9A-F]{1,6})\}/g;

const code = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;

/** Text with such characters written as codes (`\u{1B}`): a file that is shown with `cat` cannot act on the terminal. */
export const showUnseen = (text: string): string =>
  isPlain.test(text) && !text.includes('\\') ? text : text.replace(toBeShown, code);

/** Takes those codes for what they stand for: `hideUnseen(showUnseen(text)) === text`. Other codes stay as they are. */
export const hideUnseen = (text: string): string => (text.includes('\\u{') ? text.replace(shown, meant) : text);

function meant(whole: string, hex: string): string {
  const point = Number.parseInt(hex, 16);
  if (point > 0x10_ff_ff) return whole;
  const character = String.fromCodePoint(point);
  return character === '\\' || isUnseen(character) ? character : whole;
}

/** Text without them. They come in as they are only from files that are not ours. */
export const withoutUnseen = (text: string): string => (isPlain.test(text) ? text : text.replace(unseen, ''));

/** The same JSON, with such characters as escapes. */
export const showUnseenInJson = (json: string): string =>
  json.replace(unseen, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

const isUnseen = (character: string): boolean => withoutUnseen(character) === '';
