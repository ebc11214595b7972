import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHost } from '../host/index.ts';
import { DEFAULT_ACCOUNT, describeFleet, startFleetProcess } from '../simulator/index.ts';
import { machineWords, processorMs } from './machine.ts';

/**
 * How long a fleet with 20 % TPAP takes to be scanned, planned and reset with proof, against the same fleet in which
 * those plugs speak KLAP v2, at the same quiet time. `node bench/mixed-fleet.ts [--count 150] [--rounds 3] [--quiet 2]`
 */
const { values } = parseArgs({
  options: { count: { type: 'string' }, rounds: { type: 'string' }, quiet: { type: 'string' } },
});
const count = Number(values.count ?? 150);
const rounds = Number(values.rounds ?? 3);
const quietS = Number(values.quiet ?? 2);

const fleets = {
  without: { xor: 0.4, 'klap-2': 0.6 },
  with: { xor: 0.4, 'klap-2': 0.4, tpap: 0.2 },
};

interface Took {
  scanMs: number;
  planMs: number;
  runMs: number;
  reset: number;
  /** Of a core, by the virtual plugs. */
  share: number;
}

async function measure(shares: Record<string, number>, prefix: string): Promise<Took> {
  const described = describeFleet({ count, seed: 5, baseAddress: `${prefix}.1.1`, transportShares: shares });
  const fleet = await startFleetProcess({ ...described, broadcast: [`${prefix}.255.255`] });
  spawnSync('taskset', ['-apc', '0', String(fleet.pid)]);
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-bench-'));
  const env = { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) };
  const host = openHost({ db: join(folder, 'fleet.db'), mode: 'own', command: 'bench', env });
  try {
    const { client } = host;
    await client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
    const beforeMs = processorMs(fleet.pid);
    const startMs = performance.now();
    for await (const _ of await client.plugs.scan({ networks: [`${prefix}.1.0/24`], own: 'all' }));
    const scannedMs = performance.now();
    const planning = await client.plans.make({ selection: { all: true }, allow: ['loaded', 'no-snapshot'] });
    let step = await planning.next();
    while (!step.done) step = await planning.next();
    const { plan } = step.value;
    const plannedMs = performance.now();
    const options = { quietS, pilot: false };
    const { run } = await client.runs.start({ plan: plan.id, confirm: plan.counts.network, options, by: 'bench' });
    for await (const _ of await client.runs.watch({ run }));
    const endMs = performance.now();
    const { counts, state, code } = (await client.runs.status({ run })).run;
    if (counts.reset < count)
      console.log(`the run is ${state} ${code ?? ''}: plan ${JSON.stringify(plan.counts)}, ${JSON.stringify(counts)}`);
    return {
      scanMs: scannedMs - startMs,
      planMs: plannedMs - scannedMs,
      runMs: endMs - plannedMs,
      reset: counts.reset,
      share: (processorMs(fleet.pid) - beforeMs) / (endMs - startMs),
    };
  } finally {
    await host[Symbol.asyncDispose]();
    await fleet.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

spawnSync('taskset', ['-apc', '1', String(process.pid)]);
console.log(machineWords());
console.log(`${count} plugs, ${rounds} rounds, quiet time ${quietS} s, medians\n`);
const totals: Record<keyof typeof fleets, number[]> = { without: [], with: [] };
for (let round = 0; round < rounds; round++)
  for (const name of ['without', 'with'] as const) {
    const took = await measure(fleets[name], name === 'with' ? '127.61' : '127.60');
    totals[name].push(took.scanMs + took.planMs + took.runMs);
    const [scan, plan, run] = [took.scanMs, took.planMs, took.runMs].map((ms) => `${(ms / 1000).toFixed(1)} s`);
    console.log(
      `${name.padEnd(7)} TPAP: scan ${scan}, plan ${plan}, run ${run}; ${took.reset} reset; simulator ${Math.round(took.share * 100)} % of a core`,
    );
  }
console.log(
  `\nwith 20 % TPAP it takes ${(median(totals.with) / median(totals.without)).toFixed(2)} of the time without`,
);
