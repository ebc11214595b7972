import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { load } from './load.ts';
import { writeFuzz, writeKills, writeLoad, writeSoak, writeWeather } from './report.ts';
import { soak } from './soak.ts';
import { tidied } from './tidied.ts';
import { emptyTally, missed, oneLine, trial } from './trial.ts';
import { weather } from './weather.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    seed: { type: 'string' },
    kills: { type: 'string' },
    runs: { type: 'string' },
    plugs: { type: 'string' },
    minutes: { type: 'string' },
    inputs: { type: 'string' },
  },
});
const { full } = values;
const seed = Number(values.seed ?? randomInt(2 ** 31));
const numberOf = (typed: string | undefined, whole: number, share: number): number =>
  Number(typed ?? (full ? whole : share));
const runs = numberOf(values.runs, 50, 6);
const plugs = numberOf(values.plugs, 2_000, 0);
const minutes = numberOf(values.minutes, 10, 0);
const kills = numberOf(values.kills, 300, 30);
const inputs = numberOf(values.inputs, 1_000_000, 50_000);

const say = (line: string): void => console.error(line);
const parts: Record<string, (o: { seed: number; tookMs: () => number }) => Promise<void>> = {
  // first, while nothing else has been kept in this process
  soak: async (o) => {
    const soaked = await tidied((t) => soak(t, { runs, seed, say }));
    console.log(`${soaked.runs} runs in one process, memory and handles flat`);
    if (full) writeSoak(soaked, { seed, tookMs: o.tookMs() });
  },
  load: async (o) => {
    if (plugs === 0) return;
    const loaded = await tidied((t) => load(t, { plugs, seed, say }));
    console.log(`${loaded.plugs} plugs in one run, ${loaded.reset} reset`);
    if (full) writeLoad(loaded, { seed, tookMs: o.tookMs() });
  },
  weather: async (o) => {
    if (minutes === 0) return;
    const weathered = await tidied((t) => weather(t, { minutes, seed, say }));
    console.log(`${minutes} minutes of faults, ${weathered.runs} runs, 0 reset twice, 0 false done`);
    if (full) writeWeather(weathered, { seed, tookMs: o.tookMs() });
  },
  fuzz: async (o) => {
    // its samples are large, and a soak measures what this process holds
    const [{ allTargets }, { fuzz }] = await Promise.all([
      import('../fuzz/all-targets.ts'),
      import('../fuzz/fuzz-all.ts'),
    ]);
    const fuzzed = await fuzz(allTargets, { inputs, seed, say });
    console.log(`${fuzzed.targets} parsers, ${inputs} inputs each, 0 crashes`);
    if (full) writeFuzz(fuzzed, { seed, tookMs: o.tookMs() });
  },
  kills: async (o) => {
    const tally = emptyTally();
    try {
      await trial(tally, { kills, seed, say: (line) => say(`${tally.kills}: ${line}`) });
      if (missed(tally).length > 0) throw new Error(`nothing was killed at: ${missed(tally).join(' ')}`);
      if (full) writeKills(tally, { seed, tookMs: o.tookMs() });
    } finally {
      console.log(oneLine(tally));
    }
  },
};

say(`seed ${seed}`);
for (const [name, work] of Object.entries(parts)) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
  const startedMs = performance.now();
  try {
    await work({ seed, tookMs: () => performance.now() - startedMs });
  } catch (thrown) {
    console.error(thrown);
    const numbers = Object.entries({ runs, plugs, minutes, kills, inputs }).filter(([key]) => key in values);
    const typed = numbers.map(([key, number]) => `--${key} ${number} `).join('');
    console.error(`again: npm run test:trust -- ${full ? '--full ' : ''}--only ${name} ${typed}--seed ${seed}`);
    process.exitCode = 1;
  }
}
