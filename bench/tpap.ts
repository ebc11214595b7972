import { execFileSync, spawnSync } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { HeardPlug } from '../contract/index.ts';
import { openDevices } from '../devices/index.ts';
import { systemClock } from '../machine/index.ts';
import { DEFAULT_ACCOUNT, describeFleet, type RemoteFleet, startFleetProcess } from '../simulator/index.ts';
import { machineWords, processorMs } from './machine.ts';

/**
 * How long 200 TPAP plugs take to be logged in to and read, beside plugp100 and tapo in the same run on the same virtual
 * plugs; and how long the event loop stands still meanwhile, beside KLAP v2.
 * `node bench/tpap.ts [--count 200] [--rounds 3]`; the peers need the Python packages of test/strangers/requirements.txt.
 */
const { values } = parseArgs({ options: { count: { type: 'string' }, rounds: { type: 'string' } } });
const count = Number(values.count ?? 200);
const rounds = Number(values.rounds ?? 3);
const width = 16;

const clock = systemClock();
const devices = openDevices({ clock, random: Math.random });
const python =
  process.env['PLUGFLEET_STRANGERS_PYTHON'] ?? fileURLToPath(new URL('../.venv/bin/python', import.meta.url));

interface Measured {
  ms: number;
  read: number;
}

async function fleetOf(transport: 'tpap' | 'klap-2', prefix: string): Promise<RemoteFleet> {
  const described = describeFleet({
    count,
    seed: 3,
    baseAddress: `${prefix}.1.1`,
    transportShares: { [transport]: 1 },
    stripShare: 0,
  });
  const fleet = await startFleetProcess({ ...described, broadcast: [`${prefix}.255.255`] });
  // the simulator on one core, whoever talks to it on the other
  spawnSync('taskset', ['-apc', '0', String(fleet.pid)]);
  return fleet;
}

async function found(prefix: string): Promise<HeardPlug[]> {
  const heard = new Map<string, HeardPlug>();
  await devices.discover([{ kind: 'sweep', network: `${prefix}.1.0/24` }], {
    signal: new AbortController().signal,
    onHeard: (one) => void (one.is === 'plug' && heard.set(one.plug.mac, one.plug)),
  });
  return [...heard.values()];
}

/** Logs in to each and reads who it is, `width` at a time; with the longest pause of the event loop. */
async function ours(plugs: readonly HeardPlug[]): Promise<Measured & { blockMs: number }> {
  const call = { signal: new AbortController().signal, budgetMs: 60_000 };
  const tries = { mayTry: () => 'yes' as const, turnedDown: () => undefined, accepted: () => undefined };
  const credentials = [{ name: 'fleet', ...DEFAULT_ACCOUNT }];
  const queue = [...plugs];
  let read = 0;
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let plug = queue.pop(); plug !== undefined; plug = queue.pop()) {
        await using session = await devices.open(plug.route, { ...call, credentials, owner: plug.owner, tries });
        await session.identify(call);
        read += 1;
      }
    }),
  );
  loop.disable();
  return { ms: performance.now() - startMs, read, blockMs: loop.max / 1e6 };
}

function peer(script: string, wish: object): Measured | { missing: string } {
  const file = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  const { email: username, password } = DEFAULT_ACCOUNT;
  try {
    const args = ['-c', '1', python, file, JSON.stringify({ username, password, width, ...wish })];
    return JSON.parse(
      execFileSync('taskset', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    ) as Measured;
  } catch (thrown) {
    return {
      missing:
        String((thrown as { stderr?: string }).stderr ?? thrown)
          .trim()
          .split('\n')
          .at(-1) ?? 'it failed',
    };
  }
}

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

const prefix = '127.58';
const tpap = await fleetOf('tpap', prefix);
const klap = await fleetOf('klap-2', '127.59');
spawnSync('taskset', ['-apc', '1', String(process.pid)]);
try {
  console.log(machineWords());
  const plugs = await found(prefix);
  const klapPlugs = await found('127.59');
  console.log(`${plugs.length} TPAP plugs, ${width} at a time, ${rounds} rounds, medians\n`);
  const times: Record<string, number[]> = { Plugfleet: [], plugp100: [], tapo: [] };
  const shares: number[] = [];
  const blocks = { tpap: [] as number[], klap: [] as number[] };
  const keep = (name: string, measured: Measured | { missing: string }): void => {
    if ('missing' in measured) console.log(`${name}: ${measured.missing}`);
    else if (measured.read !== plugs.length) console.log(`${name} read ${measured.read} of ${plugs.length}`);
    else times[name]?.push(measured.ms);
  };
  await ours(plugs.slice(0, width));
  for (let round = 0; round < rounds; round++) {
    const before = processorMs(tpap.pid);
    const measured = await ours(plugs);
    shares.push((processorMs(tpap.pid) - before) / measured.ms);
    keep('Plugfleet', measured);
    keep('tapo', peer('tapo_read.py', { hosts: plugs.map((plug) => plug.address) }));
    keep('plugp100', peer('plugp100_read.py', { broadcast: `${prefix}.255.255` }));
  }
  // on one core alone the threads of the log-ins take the event loop's turn: pauses are measured with both cores to use
  spawnSync('taskset', ['-apc', '0,1', String(process.pid)]);
  for (let round = 0; round < rounds; round++) {
    blocks.tpap.push((await ours(plugs)).blockMs);
    blocks.klap.push((await ours(klapPlugs)).blockMs);
  }
  const own = median(times['Plugfleet'] ?? []);
  for (const [name, ms] of Object.entries(times))
    if (ms.length > 0)
      console.log(
        `${name.padEnd(10)} ${median(ms).toFixed(0)} ms; Plugfleet takes ${(own / median(ms)).toFixed(2)} of it`,
      );
  console.log(`simulator ${Math.round(median(shares) * 100)} % of a core while Plugfleet was measured`);
  console.log(
    `longest block of the event loop: TPAP ${median(blocks.tpap).toFixed(1)} ms, KLAP v2 ${median(blocks.klap).toFixed(1)} ms`,
  );
} finally {
  await Promise.all([tpap.close(), klap.close()]);
}
