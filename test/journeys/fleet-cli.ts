import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type LedgerEntry, Plug, Run, ShownPlan } from '../../contract/index.ts';
import { openStore } from '../../db/index.ts';
import { DEFAULT_ACCOUNT, type FleetSpec, type RemoteFleet, startFleetProcess } from '../../simulator/index.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** Whatever takes note of what is to be tidied up: a test, or a script of its own. */
export interface Tidied {
  after(tidy: () => unknown): void;
}

/** How a command line ended. */
export interface Ended {
  exit: number | null;
  signal: NodeJS.Signals | null;
  /** The one document on stdout, parsed; undefined where stdout is not one. */
  json: unknown;
  stdout: string;
  stderr: string;
}

/** A command line under way. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves as soon as stderr holds the pattern; rejects where the command ends before. */
  said(pattern: RegExp): Promise<void>;
}

/** One person's computer: a database of its own, and the real command line in processes of their own. */
export interface Desk {
  readonly folder: string;
  readonly db: string;
  start(args: readonly string[], o?: CallOptions): Running;
  run(args: readonly string[], o?: CallOptions): Promise<Ended>;
  /** Runs a command that has to end with one of these codes, and reads its document. */
  read<T>(schema: z.ZodType<T>, args: readonly string[], o?: CallOptions & { exits?: readonly number[] }): Promise<T>;
  plan(...args: string[]): Promise<ShownPlan>;
  status(run: string): Promise<Run>;
  plugs(): Promise<Plug[]>;
  /** The newest run, or undefined. */
  newestRun(): Promise<Run | undefined>;
  /** Reads the ledger beside whatever process owns the database. */
  ledger(): { entries: LedgerEntry[]; verified: { ok: boolean; entries: number; reason?: string } };
}

interface CallOptions {
  stdin?: string;
  env?: Record<string, string>;
}

export const RunDocument = z.object({ run: Run });
export const PlanDocument = z.object({ plan: ShownPlan });
export const PlugsDocument = z.object({ plugs: z.array(Plug) });
export const ErrorDocument = z.object({
  error: z.object({ code: z.string(), message: z.string(), next: z.string() }),
});

export function newDesk(t: Tidied): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-journey-'));
  const db = join(folder, 'fleet.db');
  const children = new Set<ChildProcess>();
  t.after(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const start: Desk['start'] = (args, o = {}) => {
    const child = spawn(process.execPath, [main, '--json', ...args], {
      cwd: folder,
      env: {
        ...process.env,
        PLUGFLEET_DB: db,
        PLUGFLEET_INTERFACES: 'lo',
        PLUGFLEET_NO_KEYRING: '1',
        PLUGFLEET_VAULT_KEY: '5a'.repeat(32),
        ...o.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.add(child);
    child.once('close', () => children.delete(child));
    // a command that reads no stdin may be gone before it is written
    child.stdin.on('error', () => undefined);
    child.stdin.end(o.stdin ?? '');
    return follow(child);
  };
  const run: Desk['run'] = (args, o) => start(args, o).ended;
  const read: Desk['read'] = async (schema, args, o) => {
    const ended = await run(args, o);
    const exits = o?.exits ?? [0];
    if (ended.exit === null || !exits.includes(ended.exit))
      throw new Error(`plugfleet ${args.join(' ')}: exit ${ended.exit} ${ended.signal ?? ''}\n${ended.stderr}`);
    return schema.parse(ended.json);
  };
  const status: Desk['status'] = async (id) => (await read(RunDocument, ['status', id])).run;
  const ledger: Desk['ledger'] = () => {
    const store = openStore(db, { mode: 'read', wallMs: Date.now, owner: { command: 'journey' } });
    try {
      return { entries: store.ledger.entries({}), verified: store.ledger.verify() };
    } finally {
      store.close();
    }
  };
  return {
    folder,
    db,
    start,
    run,
    read,
    status,
    plan: async (...args) => (await read(PlanDocument, ['plan', ...args])).plan,
    plugs: async () => (await read(PlugsDocument, ['list'])).plugs,
    newestRun: async () => {
      const id = ledger().entries.findLast((e) => e.kind === 'run-started')?.run;
      return id == null ? undefined : await status(id);
    },
    ledger,
  };
}

function follow(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  const heard = new Set<() => void>();
  child.stdout?.on('data', (bytes) => {
    stdout += String(bytes);
  });
  child.stderr?.on('data', (bytes) => {
    stderr += String(bytes);
    for (const look of heard) look();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => {
      resolve({ exit, signal, json: parsed(stdout), stdout, stderr });
      for (const look of heard) look();
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill: (signal) => void child.kill(signal),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stderr)) resolve();
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`it ended and never said ${pattern}:\n${stderr}\n${stdout}`));
          else return;
          heard.delete(look);
        };
        heard.add(look);
        look();
      }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The first two bytes of a /16 of loopback that no other test has now (`127.93`). A socket holds the claim until this process ends,
 * however it ends, so test files and whole test runs may go on side by side.
 */
export async function freeAddresses(): Promise<string> {
  for (let second = 64; second < 250; second++) {
    const claim = createSocket('udp4');
    claim.unref();
    const bound = Promise.race([
      once(claim, 'listening').then(() => true),
      once(claim, 'error', { signal: AbortSignal.timeout(10_000) }).then(() => false),
    ]);
    claim.bind({ address: `127.${second}.255.254`, port: 65_213, exclusive: true });
    if (await bound.catch(() => false)) return `127.${second}`;
    claim.close();
  }
  throw new Error('no free /16 of loopback is left for this test');
}

/** Virtual plugs in a process of their own, gone with the test. */
export async function startPlugs(t: Tidied, spec: FleetSpec): Promise<RemoteFleet> {
  const prefix = /^127\.\d+/.exec(spec.plugs[0]?.address ?? '')?.[0] ?? '127.255';
  const fleet = await startFleetProcess({ broadcast: [`${prefix}.255.255`], ...spec });
  t.after(() => fleet.close());
  return fleet;
}

/** Stores the account that the virtual plugs belong to unless told otherwise. */
export async function addLogin(desk: Desk, account = DEFAULT_ACCOUNT, name = 'fleet'): Promise<void> {
  await desk.read(
    z.object({ logins: z.array(z.object({ name: z.string() })) }),
    ['login', 'add', name, '--email', account.email],
    { stdin: `${account.password}\n` },
  );
}
