import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run, Selection, ShownPlan } from '../../contract/index.ts';
import { type Client, type Host, openHost } from '../../host/index.ts';
import { DEFAULT_ACCOUNT, type PlugSpec, type RemoteFleet, type Truth } from '../../simulator/index.ts';
import { startPlugs, type Tidied } from '../journeys/fleet-cli.ts';
import { everyTransport, house } from '../journeys/house.ts';
import { tidied } from './tidied.ts';

/** A host in this process, as the desktop app and `serve` have one for days, with a database of its own. */
export async function oneHost(t: Tidied): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-soak-'));
  const env = { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) };
  const host = openHost({ db: join(folder, 'fleet.db'), mode: 'own', command: 'soak', env });
  t.after(async () => {
    await host[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  await host.client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
  return host;
}

export async function scan({ client }: Host, networks: string[]): Promise<void> {
  for await (const _ of await client.plugs.scan({ networks, own: 'all' }));
}

export async function planFor({ client }: Host, selection: Selection): Promise<ShownPlan> {
  const planning = await client.plans.make({ selection, allow: ['loaded', 'no-snapshot'] });
  for (;;) {
    const step = await planning.next();
    if (step.done) return step.value.plan;
  }
}

/** Carries out a plan and watches it to its end, as a window does. */
export async function carryOut(
  { client }: Host,
  plan: ShownPlan,
  options: { quietS: number; maxFailuresPercent?: number },
): Promise<Run> {
  const { run } = await client.runs.start({
    plan: plan.id,
    confirm: plan.counts.network,
    options: { pilot: false, ...options },
    by: 'soak',
  });
  return await watched(client, run);
}

/** As a person does after a pause: looks again, then goes on with what waits. */
export async function goOn({ client }: Host, run: Run): Promise<Run> {
  await client.runs.check({ run: run.id, by: 'soak' });
  const { counts } = await watched(client, run.id);
  if (counts.waiting > 0) await client.runs.continue({ run: run.id, confirm: counts.waiting, by: 'soak' });
  return await watched(client, run.id);
}

async function watched(client: Client, run: string): Promise<Run> {
  for await (const _ of await client.runs.watch({ run }));
  return (await client.runs.status({ run })).run;
}

/** What has to be true of each plug of a run, whatever happened to it. Gives how many were reset. */
export function trueToThePlugs(run: Run, truths: readonly Truth[]): number {
  const items = new Map(run.items.map((item) => [item.mac, item]));
  for (const truth of truths) {
    const item = items.get(truth.mac);
    const what = `${item?.at} ${item?.code ?? ''}, really ${JSON.stringify(truth)}`;
    assert.ok(truth.resetCommands.length <= 1, `sent twice: ${what}`);
    if (item?.way !== 'network') assert.equal(truth.resetCommands.length, 0, `outside the plan: ${what}`);
    if (item?.at === 'reset') assert.ok(truth.erased, `called reset: ${what}`);
    if (item?.at === 'failed') assert.ok(!truth.erased, `called failed: ${what}`);
    if (item?.at === 'waiting') assert.equal(truth.resetCommands.length, 0, `waits: ${what}`);
    assert.ok(truth.wrongLogins <= 2, `more wrong log-ins than law 9 allows: ${what}`);
  }
  return run.items.filter((item) => item.at === 'reset').length;
}

/**
 * Plugs on the same addresses as ever, set up anew: found, planned and carried out, held against what the run says of
 * them, then gone.
 */
export async function oneRun(
  host: Host,
  o: {
    prefix: string;
    count: number;
    seed: number;
    change?: (index: number) => Partial<PlugSpec>;
    /** What happens while it is under way. */
    meanwhile?: (fleet: RemoteFleet) => Promise<void>;
  },
): Promise<{ run: Run; plugs: readonly PlugSpec[]; truths: readonly Truth[]; reset: number }> {
  return await tidied(async (t) => {
    const plugs = house(o.prefix, o.count, (i) => ({ watts: 0, ...o.change?.(i) }), everyTransport);
    const fleet = await startPlugs(t, { plugs, timeScale: 0.1, seed: o.seed });
    await scan(host, [`${o.prefix}.1.0/${32 - Math.ceil(Math.log2(o.count + 2))}`]);
    const plan = await planFor(host, { all: true });
    assert.ok(plan.counts.network > 0, `nothing to send to: ${JSON.stringify(plan.counts)}`);
    const under = carryOut(host, plan, { quietS: 1, maxFailuresPercent: 100 });
    const [run] = await Promise.all([under, o.meanwhile?.(fleet)]);
    const truths = await fleet.plugs();
    return { run, plugs, truths, reset: trueToThePlugs(run, truths) };
  });
}
