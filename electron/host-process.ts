import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { ParentPort } from 'electron';
import { PlugfleetError } from '../contract/index.ts';
import {
  defaultDatabase,
  errorBody,
  type Host,
  openHost,
  openPractice,
  type Port,
  rpcOverPort,
} from '../host/index.ts';
import type { FromHost, ToHost, VaultShell } from './messages.ts';

/**
 * The process that does the work of the desktop app: it owns the database and talks to plugs. It is told what to open,
 * and answers on the ports it is handed. It ends by itself where it cannot open, and with main.
 */
const parent: ParentPort = process.parentPort;
const tell = (message: FromHost): void => parent.postMessage(message);
const complain = (what: string, cause?: unknown): void =>
  tell({
    is: 'complaint',
    words: cause === undefined ? what : `${what}: ${cause instanceof Error ? cause.stack : cause}`,
  });

// also what SQLite makes, the database and what lies beside it, is this user's alone
process.umask(0o077);

/** At most so often main is told how far runs are. */
const everyMs = 250;
const command = 'plugfleet-desktop';

type Opening = Extract<ToHost, { is: 'open' }>;
type Opened = AsyncDisposable & { host: Host };

let opened: Opened | undefined;
let giveShell: (shell: VaultShell | null) => void = () => undefined;

parent.on('message', ({ data, ports }) => {
  const message = data as ToHost;
  switch (message.is) {
    case 'open':
      void open(message);
      break;
    case 'vault':
      giveShell(message.shell);
      break;
    case 'line': {
      const [port] = ports;
      if (opened !== undefined && port !== undefined) rpcOverPort(opened.host, port as Port, complain);
      break;
    }
    case 'close':
      void close();
      break;
  }
});

async function open(o: Opening): Promise<void> {
  try {
    opened = o.which === 'practice' ? await practise(o) : await openFleet(o);
  } catch (thrown) {
    const error = thrown instanceof PlugfleetError ? thrown : new PlugfleetError('internal', String(thrown));
    if (error !== thrown) complain('the fleet could not be opened', thrown);
    tell({ is: 'failed', error: errorBody(error) });
    return;
  }
  tellOfRuns(opened.host);
  tell({ is: 'ready' });
}

const practise = ({ version }: Opening): Promise<Opened> => openPractice({ command, version, by: by() });

async function openFleet({ db: named, version, keyringProgram }: Opening): Promise<Opened> {
  const { env } = process;
  const usual = named === null && env['PLUGFLEET_DB'] === undefined;
  const db = resolve(named ?? env['PLUGFLEET_DB'] ?? defaultDatabase(env));
  if (usual) mkdirSync(dirname(db), { recursive: true, mode: 0o700 });
  const shell = await new Promise<VaultShell | null>((give) => {
    giveShell = give;
    tell({ is: 'database', file: db });
  });
  const vault = { keyringProgram, ...(shell === null ? {} : { shell }) };
  const o = { db, command, env, vault, about: { version, by: by() } };
  const host = openOrRead(o);
  return { host, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}

/** A fleet that another Plugfleet has can still be looked at. */
function openOrRead(o: Omit<Parameters<typeof openHost>[0], 'mode'>): Host {
  try {
    return openHost({ ...o, mode: 'own' });
  } catch (thrown) {
    if (!(thrown instanceof PlugfleetError) || thrown.code !== 'database-in-use') throw thrown;
    return openHost({ ...o, mode: 'read' });
  }
}

function tellOfRuns({ context: { hall } }: Host): void {
  let timer: NodeJS.Timeout | undefined;
  let isStale = false;
  const tellNow = (): void => {
    isStale = false;
    tell({ is: 'runs', underWay: hall.underWay() });
  };
  const rest = (): void => {
    timer = undefined;
    if (!isStale) return;
    tellNow();
    timer = setTimeout(rest, everyMs);
  };
  hall.observe((over) => {
    // the first change at once: whoever leaves right after a run began is asked as well
    if (timer === undefined) {
      tellNow();
      timer = setTimeout(rest, everyMs);
    } else isStale = true;
    if (over === null) return;
    tellNow();
    tell({ is: 'over', over });
  });
}

/** Runs are stopped and what is known of them is on disk when it ends. */
async function close(): Promise<void> {
  await opened?.[Symbol.asyncDispose]();
  process.exit(0);
}

/** Who does it, for the ledger. */
function by(): string {
  try {
    return userInfo().username || 'unknown';
  } catch {
    // a user id without a name
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
