import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withGenerated } from './generated-part.ts';

/** What each safety law says, in short. */
export const laws: Readonly<Record<number, string>> = {
  1: 'Only plugs marked as owned can be targets, and a scan selects nothing.',
  2: 'A plan is frozen when shown, confirmed by its number, and carried out once.',
  3: 'Refusals are a pure function, run again over facts re-read right before the reset.',
  4: 'The identity is read again in the session that carries the reset, right before it.',
  5: 'The intent is on disk before the reset is sent, and it is sent at most once.',
  6: 'No answer is not "no": `failed` needs proof, and so does `reset`.',
  7: 'A run that was cut short does not resume itself.',
  8: 'A snapshot is taken before anything is erased.',
  9: 'Log-ins are gentle: two wrong tries a day at most, spaced, never the same secret again.',
  10: 'Secrets are never in logs, exports, ledger, error texts, addresses or arguments.',
  11: 'Pilots go first, and too many failures pause the run.',
  12: 'Silence counts only while the network is alive.',
};

/** A test that says of itself which laws it holds. */
export interface LawTest {
  file: string;
  name: string;
  laws: readonly number[];
}

const numbers = String.raw`\d+(?:-\d+)?(?:(?:, | and )\d+(?:-\d+)?)*`;
/** A line of its own above a test: `// law 5`, `// laws 3-6, 11`. */
const markerLine = new RegExp(String.raw`^[ \t]*\/\/ laws? (${numbers})$`, 'gm');
/** A test by its name, with the marker above it, or above its loop, if it has one. */
const testCall = new RegExp(
  String.raw`(?:^[ \t]*\/\/ laws? (${numbers})\n(?:[ \t]*for \(.*\)\n)?)?^[ \t]*test\(\s*(['"\x60])((?:\\.|(?!\2)[^\\])*)\2`,
  'gm',
);
/** A name may say it too: `law 9: …`, `laws 3-6 and 11 hold …`. */
const inName = new RegExp(`^laws? (${numbers})\\b`);

/**
 * The tests of one file that name laws.
 * @throws RangeError where a marker stands above no test, or names a law that is none
 */
export function lawTestsIn(file: string, text: string): LawTest[] {
  const found: LawTest[] = [];
  let used = 0;
  for (const [, marked, , raw = ''] of text.matchAll(testCall)) {
    const name = raw.replace(/\$\{[^}]*\}/g, '…').replace(/\\(.)/g, '$1');
    if (marked !== undefined) used += 1;
    const named = [marked, inName.exec(name)?.[1]].flatMap((list) => (list === undefined ? [] : numbersIn(list)));
    if (named.length > 0) found.push({ file, name, laws: [...new Set(named)] });
  }
  if ([...text.matchAll(markerLine)].length !== used) throw new RangeError(`${file}: a law is named above no test`);
  for (const one of found)
    for (const law of one.laws) if (laws[law] === undefined) throw new RangeError(`${file}: there is no law ${law}`);
  return found;
}

function numbersIn(list: string): number[] {
  return list.split(/, | and /).flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** Every test of the project that names laws, in the order of files and lines. */
export const testsOfLaws = (root: string): LawTest[] =>
  readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .sort()
    .flatMap((file) => lawTestsIn(file, readFileSync(join(root, file), 'utf8')));

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page with the table of laws and tests made anew. */
export function withLawTable(page: string, tests: readonly LawTest[]): string {
  const rows = Object.entries(laws).flatMap(([number, words]) =>
    tests
      .filter((one) => one.laws.includes(Number(number)))
      .map(({ file, name }, i) => `| ${i === 0 ? `**${number}** ${words}` : ''} | ${cell(name)} | \`${file}\` |`),
  );
  return withGenerated(
    page,
    'laws',
    ['| law | a test that holds it | where |', '| --- | --- | --- |', ...rows].join('\n'),
  );
}
