/** What can be entered of a card. */
export type Result = 'done' | 'not-found' | 'dead' | 'withdraw';

/** The letter of each result, behind numbers and as a key. */
export const lettersOf: Readonly<Record<Result, string>> = { done: 'd', 'not-found': 'n', dead: 'x', withdraw: 'u' };

export const resultOf = (letter: string): Result | undefined =>
  (Object.keys(lettersOf) as Result[]).find((result) => lettersOf[result] === letter.toLowerCase());

export type TypedNumbers =
  | { is: 'results'; results: ReadonlyMap<number, Result> }
  /** What cannot be taken, and why. */
  | { is: 'wrong'; token: string; why: 'badToken' | 'beyond' | 'twice'; number: number };

/**
 * Reads `1-9 11 12n 13x`: numbers and ranges between blanks or commas, each with the letter of its result behind it,
 * `d` where there is none.
 * @param most the highest number on the page
 */
export function readNumbers(text: string, most: number): TypedNumbers {
  const results = new Map<number, Result>();
  const wrong = (token: string, why: 'badToken' | 'beyond' | 'twice', number = 0): TypedNumbers => ({
    ...{ is: 'wrong' as const, token, why, number },
  });
  for (const token of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, from, to = from, letter = 'd'] = /^(\d{1,5})(?:[-–](\d{1,5}))?([dnxu])?$/i.exec(token) ?? [];
    const result = resultOf(letter);
    const [first, last] = [Number(from), Number(to)];
    if (from === undefined || result === undefined || first > last || first === 0) return wrong(token, 'badToken');
    if (last > most) return wrong(token, 'beyond', last);
    for (let number = first; number <= last; number++) {
      const other = results.get(number);
      if (other !== undefined && other !== result) return wrong(token, 'twice', number);
      results.set(number, result);
    }
  }
  return { is: 'results', results };
}
