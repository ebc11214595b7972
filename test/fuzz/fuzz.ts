import { parseArgs } from 'node:util';
import { allTargets, targetNamed } from './all-targets.ts';
import { fuzz } from './fuzz-all.ts';

// `npm run fuzz -- TARGET… --inputs 1000000 --seed 7`; `npm run test:trust -- --only fuzz` does all of them
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() >>> 0) },
  },
});
const targets = positionals.length > 0 ? positionals.map(targetNamed) : allTargets;
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];
if (!(inputs > 0) || !Number.isInteger(seed)) throw new RangeError('--inputs and --seed want whole numbers');

console.log(`${targets.map(({ name }) => name).join(' ')}: ${inputs} inputs each, seed ${seed}`);
try {
  const { found } = await fuzz(targets, { inputs, seed, say: console.log });
  console.log(`nothing found wrong; ${found} inputs reached new code`);
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
}
