import assert from 'node:assert/strict';
import { freeAddresses, startPlugs, type Tidied } from '../journeys/fleet-cli.ts';
import { everyTransport, house } from '../journeys/house.ts';
import { carryOut, goOn, oneHost, planFor, scan, trueToThePlugs } from './one-host.ts';
import { footprint } from './steady.ts';

export interface Loaded {
  plugs: number;
  reset: number;
  scanMs: number;
  planMs: number;
  runMs: number;
  /** How often it was paused, looked at again and continued. */
  pauses: number;
  /** The most memory this process ever had. */
  peakBytes: number;
  /** Its heap after all of it. */
  heapBytes: number;
}

const quietS = 30;
const mostPauses = 10;

/** So many plugs in one run of one process. */
export async function load(
  t: Tidied,
  o: { plugs: number; seed: number; say: (line: string) => void },
): Promise<Loaded> {
  const prefix = await freeAddresses();
  const plugs = house(prefix, o.plugs, () => ({ watts: 0 }), everyTransport);
  const fleet = await startPlugs(t, { plugs, timeScale: 0.1, seed: o.seed });
  const host = await oneHost(t);
  const networks = [...new Set(plugs.map(({ address = '' }) => address.replace(/\d+$/, '0/24')))];
  const startMs = performance.now();
  await scan(host, networks);
  const scannedMs = performance.now();
  o.say(`${o.plugs} plugs scanned in ${Math.round(scannedMs - startMs)} ms`);
  const plan = await planFor(host, { all: true });
  const plannedMs = performance.now();
  o.say(`planned in ${Math.round(plannedMs - scannedMs)} ms: ${JSON.stringify(plan.counts)}`);
  let run = await carryOut(host, plan, { quietS });
  let pauses = 0;
  // one processor for so many virtual plugs is a network that comes and goes
  for (; run.counts.reset < o.plugs && pauses < mostPauses; pauses++) {
    o.say(
      `${run.state} ${run.code ?? ''} after ${Math.round(performance.now() - plannedMs)} ms: ${JSON.stringify(run.counts)}`,
    );
    run = await goOn(host, run);
  }
  const endMs = performance.now();
  o.say(`run in ${Math.round(endMs - plannedMs)} ms: ${JSON.stringify(run.counts)}`);
  const reset = trueToThePlugs(run, await fleet.plugs());
  assert.equal(plan.counts.network, o.plugs, JSON.stringify(plan.counts));
  assert.equal(reset, o.plugs, `${run.state} ${run.code ?? ''}: ${JSON.stringify(run.counts)}`);
  return {
    plugs: o.plugs,
    reset,
    scanMs: scannedMs - startMs,
    planMs: plannedMs - scannedMs,
    runMs: endMs - plannedMs,
    pauses,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    heapBytes: (await footprint()).heapBytes,
  };
}
