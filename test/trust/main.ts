import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { writeFigures } from './report.ts';
import { emptyTally, missed, oneLine, trial } from './trial.ts';

const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, seed: { type: 'string' }, kills: { type: 'string' } },
});
const seed = Number(values.seed ?? randomInt(2 ** 31));
const kills = Number(values.kills ?? (values.full ? 300 : 30));
const tally = emptyTally();
const startedMs = performance.now();
console.error(`seed ${seed}`);
try {
  await trial(tally, { kills, seed, say: (line) => console.error(`${tally.kills}: ${line}`) });
  if (missed(tally).length > 0) throw new Error(`nothing was killed at: ${missed(tally).join(' ')}`);
  if (values.full) writeFigures(tally, { seed, tookMs: performance.now() - startedMs });
} catch (thrown) {
  console.error(thrown);
  console.error(`again: npm run test:trust -- ${values.full ? '--full ' : ''}--kills ${kills} --seed ${seed}`);
  process.exitCode = 1;
}
console.log(oneLine(tally));
