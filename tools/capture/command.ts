import { isAbsolute, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { password as askPassword, isCancel } from '@clack/prompts';
import { advice, type ErrorCode, exitOf, exits, PlugfleetError } from '../../contract/index.ts';
import { observePlug } from '../../devices/index.ts';
import { systemClock } from '../../machine/index.ts';
import { refuseTaken, writeNewFile } from '../../paper/index.ts';
import { documentOf } from './document.ts';
import { Capture } from './format.ts';
import { type Redacted, redact } from './redact.ts';

const usage = `npm run -s capture -- ADDRESS --out FILE [--email E] [--keep-name NAME]…
  ADDRESS           the plug's IPv4 address
  --out FILE        a file that is not there yet
  --email E         the e-mail of the plug's account, as typed at sign-up; its password is asked for, or read from the
                    first line of stdin. Without it only what opens without an account is read
  --keep-name NAME  lets a field name stand that is on no list; the names are told after each capture`;

/** What the command talks to. */
export interface CaptureIo {
  stdin: Readable & { isTTY?: boolean | undefined };
  stdout: Writable;
  stderr: Writable;
  /** Folder that relative paths start from. */
  cwd: string;
  signal: AbortSignal;
}

/** The real thing. npm starts its scripts in the package's folder and says in INIT_CWD where the person stands. */
export function processCaptureIo(): CaptureIo {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new PlugfleetError('stopped')));
  const { stdin, stdout, stderr, env } = process;
  const cwd = (env['npm_lifecycle_event'] === 'capture' ? env['INIT_CWD'] : undefined) ?? process.cwd();
  return { stdin, stdout, stderr, cwd, signal: stop.signal };
}

/**
 * Makes a redacted capture of one plug.
 * @returns the exit code: 0 with the plug's own answers, 1 with what discovery told or with nothing
 */
export async function runCapture(argv: readonly string[], io: CaptureIo): Promise<number> {
  try {
    const asked = read(argv);
    if (asked === 'help') {
      io.stdout.write(`${usage}\n`);
      return exits.done;
    }
    return await capture(asked, io);
  } catch (thrown) {
    if (!(thrown instanceof PlugfleetError)) throw thrown;
    io.stderr.write(`${thrown.code}: ${visible(thrown.message)}\n${advice[thrown.code].next}\n`);
    if (thrown.code === 'stopped') return exits.stopped;
    return Object.hasOwn(exitOf, thrown.code) ? exitOf[thrown.code as ErrorCode] : exits.incomplete;
  }
}

interface Asked {
  address: string;
  out: string;
  email: string | null;
  keepNames: readonly string[];
}

function read(argv: readonly string[]): Asked | 'help' {
  const { values, positionals } = parsed(argv);
  if (values.help) return 'help';
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0 || values.out === undefined)
    throw new PlugfleetError('bad-input', usage);
  return { address, out: values.out, email: values.email ?? null, keepNames: values['keep-name'] ?? [] };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        email: { type: 'string' },
        'keep-name': { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    });
  } catch (cause) {
    // the message of parseArgs may quote what stood in the place of a password
    throw new PlugfleetError('bad-input', usage, { cause });
  }
}

async function capture({ address, out, email, keepNames }: Asked, io: CaptureIo): Promise<number> {
  const file = isAbsolute(out) ? out : resolve(io.cwd, out);
  await refuseTaken(file);
  const account = email === null ? null : { email, password: await passwordFrom(io, email) };
  io.stderr.write(`Asking ${address}; nothing in it is changed. This takes up to a minute.\n`);
  const observed = await observePlug(address, {
    clock: systemClock(),
    random: Math.random,
    signal: io.signal,
    account,
  });
  const known = [address, ...(account ? [account.email, account.password] : [])];
  const redacted = redact(observed, { known, keepNames });
  const document = Capture.parse(documentOf(redacted, new Date()));
  await writeNewFile(file, Buffer.from(`${JSON.stringify(document, null, 2)}\n`));
  io.stdout.write(`${file}\n`);
  io.stderr.write(`${summary(redacted).join('\n')}\n`);
  return redacted.session.state === 'read' && redacted.session.ended === null ? exits.done : exits.incomplete;
}

/** The password: typed unseen at a terminal, else the first line of stdin. Never an argument, others could read it. */
async function passwordFrom({ stdin, stderr }: CaptureIo, email: string): Promise<string> {
  if (stdin.isTTY === true) {
    const typed = await askPassword({ message: `Password of ${email}`, input: stdin, output: stderr });
    if (isCancel(typed)) throw new PlugfleetError('stopped');
    return typed ?? '';
  }
  const lines = createInterface({ input: stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new PlugfleetError('bad-input', 'no password was given: type it, or send it as the first line of stdin');
}

function summary({ session, replaced, unlisted }: Redacted): string[] {
  const counts = Object.entries(replaced).map(([kind, count]) => `${count} × ${kind}`);
  return [
    whatItHolds(session),
    `Replaced: ${counts.join(', ') || 'nothing'}.`,
    ...(unlisted.length === 0
      ? []
      : [
          `Field names on no list, replaced as well (only you see them here): ${unlisted.map(visible).join(', ')}.`,
          'If one of them says nothing about you, a new capture with --keep-name NAME lets it stand.',
        ]),
    'Read the file before you send it: it is text, and what is in it is yours to judge.',
  ];
}

function whatItHolds(session: Redacted['session']): string {
  switch (session.state) {
    case 'read': {
      const all = `It holds what discovery told and ${session.reads.length} answers of the plug.`;
      return session.ended === null ? all : `${all} Then it stopped: ${session.ended}.`;
    }
    case 'failed':
      return `It holds what discovery told and how the plug turned a conversation down (${session.code}).`;
    case 'not-tried':
      return 'It holds what discovery told. Nothing more was asked: this is no plug, or nothing is known of its kind.';
  }
}

/** What comes from a plug must not act on a terminal. */
const visible = (text: string): string => text.replace(/[^\P{C}\n]/gu, '?').slice(0, 2000);
