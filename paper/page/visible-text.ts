/**
 * What would print as nothing or would turn the line around: controls, bidi marks, joiners, variation selectors,
 * lone surrogates, private and unassigned characters, line and paragraph separators.
 */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** A mark beyond the third on one letter, which would run over the lines above. */
const tooHigh = /(?<=\p{M}{3})\p{M}/gu;
const letterOrMark = /[\p{L}\p{M}]/u;
const joiner = /[\u200C\u200D]/u;
/** Writings in which a joiner says whether two letters are joined: there it is a part of the spelling. */
const joining = /[[\p{L}\p{M}]&&[\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Taml}]]/v;

/** The name of a character on paper: `[U+1F600]`. */
const codePointName = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

const characterAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

/**
 * The same text as it can be printed: each character that cannot be seen or that no font `has` is replaced by its
 * name, and words in a writing that no font has by one `placeholder`: their code points would tell nobody anything.
 */
export function visibleText(text: string, has: (character: string) => boolean, placeholder: string): string {
  let visible = '';
  let foreign: string[] = [];
  const endForeign = (): void => {
    const letters = foreign.filter((character) => letterOrMark.test(character));
    visible += letters.length > 1 ? placeholder : foreign.map(codePointName).join('');
    foreign = [];
  };
  const named = text.replace(tooHigh, codePointName);
  let at = 0;
  let before = '';
  for (const character of named) {
    at += character.length;
    const isSpelling = joiner.test(character) && joining.test(before) && joining.test(characterAt(named, at));
    before = character;
    if ((letterOrMark.test(character) && !has(character)) || (foreign.length > 0 && joiner.test(character))) {
      foreign.push(character);
      continue;
    }
    endForeign();
    const isSeen = isSpelling || (!invisible.test(character) && has(character));
    visible += isSeen ? character : codePointName(character);
  }
  endForeign();
  const twice = `${placeholder} ${placeholder}`;
  while (visible.includes(twice)) visible = visible.replace(twice, placeholder);
  return visible;
}
