import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { FleetSpec } from '../../simulator/index.ts';

const simulator = fileURLToPath(new URL('../../simulator/main.ts', import.meta.url));

/** Why real networks cannot be built here; undefined where they can. */
export function whyNoWires(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may make network namespaces';
  const probe = `pf${process.pid}probe`;
  const made = spawnSync('ip', ['netns', 'add', probe]);
  if (made.error !== undefined) return 'there is no ip (iproute2) here';
  if (made.status !== 0) return `network namespaces cannot be made here: ${made.stderr}`;
  execFileSync('ip', ['netns', 'del', probe]);
  return undefined;
}

/** A computer of its own, as far as networks go. */
export interface Place {
  readonly name: string;
  /** What to put before a command to have it run there. */
  readonly inside: readonly string[];
  /** Gives `ip` this line, in this place. */
  ip(line: string): void;
  /** Gives `ip` many lines at once. */
  batch(lines: readonly string[]): void;
  /** Sets a kernel parameter of this place. */
  sysctl(key: string, value: string): void;
}

/** So that tests of one file may lay their wires side by side. */
let laid = 0;

/** Makes places that are gone after the test, with everything in them. Only addresses inside them are used. */
export function places<N extends string>(t: TestContext, ...names: N[]): Record<N, Place> {
  const made: [N, Place][] = [];
  laid += 1;
  t.after(() => {
    for (const [, { name }] of made) {
      const pids = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
      for (const pid of pids) spawnSync('kill', ['-9', pid]);
      spawnSync('ip', ['netns', 'del', name]);
    }
  });
  for (const short of names) {
    const name = `pf${process.pid}n${laid}${short}`;
    execFileSync('ip', ['netns', 'add', name]);
    const inside = ['ip', 'netns', 'exec', name];
    const place: Place = {
      name,
      inside,
      ip: (line) => void execFileSync('ip', ['-n', name, ...line.split(' ')]),
      batch: (lines) => void execFileSync('ip', ['-n', name, '-batch', '-'], { input: lines.join('\n') }),
      sysctl: (key, value) =>
        void execFileSync('ip', ['netns', 'exec', name, 'sh', '-c', `echo ${value} > /proc/sys/${key}`]),
    };
    made.push([short, place]);
    place.ip('link set lo up');
  }
  return Object.fromEntries(made) as Record<N, Place>;
}

/** Lays a cable between two places; the ends bear the given names. */
export function cable(a: Place, endA: string, b: Place, endB: string): void {
  const [oneEnd, otherEnd] = [`${endA}${process.pid}`, `${endB}${process.pid}`];
  execFileSync('ip', [
    'link',
    'add',
    oneEnd,
    'netns',
    a.name,
    'type',
    'veth',
    'peer',
    'name',
    otherEnd,
    'netns',
    b.name,
  ]);
  a.ip(`link set ${oneEnd} name ${endA}`);
  b.ip(`link set ${otherEnd} name ${endB}`);
  a.ip(`link set ${endA} up`);
  b.ip(`link set ${endB} up`);
}

const Truths = z.object({
  plugs: z.array(
    z.object({
      mac: z.string(),
      erased: z.boolean(),
      resetCommands: z.array(z.unknown()),
      wrongLoginsAtMs: z.array(z.number()),
      triesWhileLocked: z.number(),
      maxConnectionsOpen: z.number(),
      conversations: z.array(z.object({ fromMs: z.number(), toMs: z.number() })),
      datagramsSeen: z.number(),
    }),
  ),
});

export interface DistantFleet {
  /** Its process, by which its place can be looked into. */
  readonly pid: number;
  /** What really became of the plugs. */
  plugs(): Promise<z.infer<typeof Truths>['plugs']>;
}

/** Virtual plugs in a place; it has their addresses as its own. Their control door can only be reached in there. */
export async function plugsIn(t: TestContext, place: Place, spec: FleetSpec): Promise<DistantFleet> {
  const child = spawn('ip', [...place.inside.slice(1), process.execPath, simulator, '--spec', '-', '--stdin-life'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  child.stdin.write(`${JSON.stringify({ ...spec, allowOutsideLoopback: true })}\n`);
  const gone = new AbortController();
  child.once('close', () => gone.abort(new Error('the fleet did not start')));
  const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal: gone.signal });
  const { control } = z.object({ control: z.string() }).parse(JSON.parse(String(line)));
  return {
    pid: child.pid ?? 0,
    plugs: async () => {
      const ask = `fetch('${control}/truth').then((r) => r.text()).then((t) => process.stdout.write(t))`;
      const asker = spawn('ip', [...place.inside.slice(1), process.execPath, '-e', ask], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return Truths.parse(JSON.parse(await text(asker.stdout))).plugs;
    },
  };
}
