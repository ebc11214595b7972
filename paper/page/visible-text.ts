/**
 * What would print as nothing or would turn the line around: controls, bidi marks, joiners, variation selectors,
 * lone surrogates, private and unassigned characters, line and paragraph separators; and any mark beyond the third
 * on one letter, which would run over the lines above.
 */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{3})\p{M}/gu;

/** The name of a character on paper: `[U+1F600]`. */
export const codePointName = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** The same text with each character that cannot be seen replaced by its name. */
export const visibleText = (text: string): string => text.replace(invisible, codePointName);
