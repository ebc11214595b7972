import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Io, runCli } from '../../cli/index.ts';
import type { Desk } from './fleet-cli.ts';

/** The program's file, for those who start it in their own way. */
export const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** What a command line left behind. */
export interface Typed {
  exit: number | null;
  stdout: string;
  stderr: string;
}

export interface TypedOptions {
  stdin?: string;
  env?: Record<string, string>;
  cwd?: string;
  /** Whether the streams say they are a terminal. */
  isTerminal?: boolean;
}

/** What the command line of a desk finds in its surroundings. */
export const surroundings = (desk: Pick<Desk, 'db'>): Record<string, string> => ({
  PLUGFLEET_DB: desk.db,
  PLUGFLEET_INTERFACES: 'lo',
  PLUGFLEET_NO_KEYRING: '1',
  PLUGFLEET_VAULT_KEY: '5a'.repeat(32),
});

/** Types a command line in this very process, as it stands (with words, unless `--json` is among it). */
export async function typed(
  desk: Pick<Desk, 'db' | 'folder'>,
  argv: readonly string[],
  o: TypedOptions = {},
): Promise<Typed> {
  const [stdout, stderr] = [collecting(o.isTerminal), collecting(o.isTerminal)];
  const io: Io = {
    stdin: new PassThrough().end(o.stdin ?? ''),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { ...surroundings(desk), ...o.env },
    cwd: o.cwd ?? desk.folder,
    onInterrupt: () => () => undefined,
  };
  const exit = await runCli(argv, io);
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
}

function collecting(isTerminal = false) {
  let written = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY: isTerminal, columns: 80 }), text: () => written };
}

/**
 * Runs a command line in a process of its own, behind other words where given (`ip netns exec …`) or as another user.
 */
export async function spawned(
  desk: Pick<Desk, 'db' | 'folder'>,
  argv: readonly string[],
  o: { stdin?: string; before?: readonly string[]; uid?: number; env?: Record<string, string> } = {},
): Promise<Typed> {
  const [file = process.execPath, ...args] = [...(o.before ?? []), process.execPath, program, ...argv];
  const child = spawn(file, args, {
    cwd: desk.folder,
    // in a namespace of the test's own every network may be asked
    env: { ...process.env, ...surroundings(desk), ...(o.before && { PLUGFLEET_INTERFACES: '' }), ...o.env },
    stdio: 'pipe',
    ...(o.uid === undefined ? {} : { uid: o.uid, gid: o.uid }),
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(o.stdin ?? '');
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exit] = await closed;
  return { exit: exit === null ? null : Number(exit), stdout, stderr };
}

export const ErrorDocument = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string().min(1), next: z.string().min(1) }),
});
