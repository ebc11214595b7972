import { idLetters } from './ids.ts';

/** Letters before the check letter: 32,768 codes a run, and more where a run has used up many. */
const shortest = 3;

/** Multiplies by x in the field of 32 elements (x⁵ + x² + 1). */
const timesX = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;

/** The letters as digits of a polynomial over that field; each place has a weight of its own. */
function weighed(letters: string): number {
  let sum = 0;
  for (const letter of letters) sum = timesX(sum) ^ idLetters.indexOf(letter);
  return sum;
}

/**
 * The short code of a printed page: `K7Q-4`. The last letter checks the others: no single wrong letter and no two
 * letters in each other's place go unnoticed.
 * @param random numbers in [0, 1)
 * @param used codes that this run's pages have already
 */
export function newPageCode(random: () => number, used: ReadonlySet<string>): string {
  // a quarter of the space at the most, so that a free code is found in a few draws
  const letters = used.size < 8192 ? shortest : shortest + 1;
  for (;;) {
    let body = '';
    for (let i = 0; i < letters; i++) body += idLetters.charAt(Math.floor(random() * idLetters.length));
    const code = `${body}-${idLetters.charAt(timesX(weighed(body)))}`;
    if (!used.has(code)) return code;
  }
}

/** What a person typed for a page code, in its canonical form; undefined where a letter in it is wrong. */
export function canonicalPageCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  if (letters.length < shortest + 1 || [...letters].some((letter) => !idLetters.includes(letter))) return undefined;
  return weighed(letters) === 0 ? `${letters.slice(0, -1)}-${letters.slice(-1)}` : undefined;
}
