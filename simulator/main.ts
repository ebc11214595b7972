import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startFleet } from './fleet/start-fleet.ts';
import { describeFleet } from './made/describe-fleet.ts';
import { practiceFleet } from './made/practice-fleet.ts';
import { openControlDoor } from './process/control-door.ts';
import { SimulatorError } from './simulator-error.ts';
import type { FleetSpec } from './spec/fleet-spec.ts';

const USAGE = `node simulator/main.ts (--spec FILE.json | --spec - | --practice | --count N) [--seed N] [--base ADDRESS]
  [--broadcast ADDRESS]… [--time-scale X] [--allow-outside-loopback] [--stdin-life]
--spec - reads the spec as the first line of stdin. --stdin-life: ends when stdin closes.
Prints one JSON line when all plugs are up: {"control":URL,"seed":N,"plugs":N}. Ends on SIGTERM and SIGINT.`;

const { values: args } = parseArgs({
  options: {
    spec: { type: 'string' },
    practice: { type: 'boolean' },
    count: { type: 'string' },
    seed: { type: 'string' },
    base: { type: 'string' },
    broadcast: { type: 'string', multiple: true },
    'time-scale': { type: 'string' },
    'allow-outside-loopback': { type: 'boolean' },
    'stdin-life': { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

/** The first line is the spec if it is asked for; the end is the starter's end. */
const stdin = args.spec === '-' || args['stdin-life'] ? createInterface({ input: process.stdin }) : undefined;

async function readSpec(): Promise<FleetSpec> {
  if (args.spec !== undefined) {
    const text = args.spec === '-' ? await firstLine() : await readFile(args.spec, 'utf8');
    return JSON.parse(text);
  }
  if (args.practice) return practiceFleet(args.base);
  if (args.count === undefined) throw new SimulatorError('bad-spec', `which fleet?\n${USAGE}`);
  const base = args.base === undefined ? {} : { baseAddress: args.base };
  return describeFleet({ count: Number(args.count), seed: Number(args.seed ?? 1), ...base });
}

function firstLine(): Promise<string> {
  return new Promise((resolve) => stdin?.once('line', resolve));
}

async function main(): Promise<void> {
  const given = await readSpec();
  const fleet = await startFleet({
    ...given,
    ...(args.seed === undefined ? {} : { seed: Number(args.seed) }),
    ...(args.broadcast === undefined ? {} : { broadcast: args.broadcast }),
    ...(args['time-scale'] === undefined ? {} : { timeScale: Number(args['time-scale']) }),
    ...(args['allow-outside-loopback'] ? { allowOutsideLoopback: true } : {}),
  });
  const door = await openControlDoor(fleet, end);
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (args['stdin-life']) stdin?.once('close', end);
  console.log(JSON.stringify({ control: door.url, seed: fleet.seed, plugs: fleet.plugs().length }));

  function end(): void {
    stdin?.close();
    process.stdin.destroy();
    door.server.close();
    fleet.close().catch(fail);
  }
}

function fail(cause: unknown): void {
  console.error(cause instanceof SimulatorError ? `${cause.code}: ${cause.message}` : cause);
  process.exitCode = 1;
  process.stdin.destroy();
}

if (args.help) console.log(USAGE);
else await main().catch(fail);
