import { PlugfleetError } from '../contract/index.ts';

/** No page holds as many. */
const most = 1000;

/** Numbers as people write them: `1 3 7-12`, `1,3,7-12`. @throws `bad-input` */
export function numbersIn(typed: readonly string[]): number[] {
  const numbers = new Set<number>();
  for (const part of typed.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    if (part === '') continue;
    const [, from, to] = /^(\d+)(?:[-–](\d+))?$/.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to ?? from);
    if (from === undefined || first < 1 || last > most || last < first)
      throw new PlugfleetError('bad-input', `'${part}' is no number of a card; write 1 3 7-12`);
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  return [...numbers];
}
