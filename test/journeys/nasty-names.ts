import assert from 'node:assert/strict';

/** What a plug may call itself, and a list its rooms: one list for every door that shows names. */
export const nastyNames: readonly string[] = [
  '\u001B[2J\u001B]0;owned\u0007',
  '\u001B]8;;http://evil.example\u001B\\Lamp\u001B]8;;\u001B\\',
  '\u009B31m',
  '\u202Eevil\u202D',
  'a\u202Ebc\u2066',
  '\u200B\uFEFF',
  'x\r\nError (internal): y',
  'Lamp\rKettle',
  '<img src=x onerror="globalThis.hacked = true">',
  '{{constructor}} $t(shell:retry)',
  '=HYPERLINK("http://evil.example";"Lamp")',
  '=cmd|calc',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '../../../outside',
  '..\\..\\outside.pdf',
  '/outside/of/all',
  'a\u0000b',
  '%s%n`id`$(id)',
  ') Tj (',
  'long '.repeat(20),
  '厨房 👩‍🔧 Küche',
];

/** What acts on a terminal, turns the writing round, or is not seen. */
const acting = /(?!\n)\p{Cc}|[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]/u;

/** That a text can be shown on a terminal as it is. */
export function assertHarmless(where: string, text: string): void {
  for (const line of text.split('\n')) assert.doesNotMatch(line, acting, `${where}: ${JSON.stringify(line)}`);
}
