import { existsSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, resolve } from 'node:path';
import { exits, PlugfleetError } from '../contract/index.ts';
import { defaultDatabase, type Host, openHost } from '../host/index.ts';
import type { Io } from './io.ts';
import type { Output } from './output.ts';

/** What every command is given: where it talks to, and the fleet it works on. */
export class Door {
  readonly io: Io;
  readonly out: Output;
  readonly #db: string | undefined;

  constructor(io: Io, out: Output, db: string | undefined) {
    this.io = io;
    this.out = out;
    this.#db = db;
  }

  /** A path as typed, seen from where the person stands. */
  path(typed: string): string {
    return isAbsolute(typed) ? typed : resolve(this.io.cwd, typed);
  }

  /** The database that `--db` names; practice takes no other. */
  get namedDatabase(): string | undefined {
    return this.#db === undefined ? undefined : this.path(this.#db);
  }

  get database(): string {
    return this.path(this.#db ?? this.io.env['PLUGFLEET_DB'] ?? defaultDatabase(this.io.env));
  }

  get #isDefault(): boolean {
    return this.#db === undefined && this.io.env['PLUGFLEET_DB'] === undefined;
  }

  /** The database as one that is to be owned: the platform's data folder is made where it is missing. */
  ownDatabase(): string {
    const db = this.database;
    if (this.#isDefault) makeFolder(db);
    return db;
  }

  /** Who does it, for the ledger. */
  get by(): string {
    try {
      return userInfo().username || 'unknown';
    } catch {
      // a user id without a name, as containers have: the number is who it was
      return `uid ${process.getuid?.() ?? 'unknown'}`;
    }
  }

  /**
   * Works on the fleet and closes it again. `read` may be used beside another process that owns it.
   */
  async withFleet<T>(mode: 'own' | 'read', work: (host: Host) => Promise<T>): Promise<T> {
    const db = mode === 'own' ? this.ownDatabase() : this.database;
    const isDefault = this.#isDefault;
    if (mode === 'read' && !existsSync(db) && (isDefault || existsSync(dirname(db))))
      throw new PlugfleetError('database-unopenable', `there is no ${db} yet: plugfleet scan or import makes it`);
    await using host = openHost({ db, mode, command: 'plugfleet', env: this.io.env });
    return await work(host);
  }

  /** Runs work that Ctrl-C aborts. What was kept stays kept. */
  async abortable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const release = this.io.onInterrupt(() => abort.abort(new Interrupted()));
    try {
      return await work(abort.signal);
    } catch (thrown) {
      if (abort.signal.aborted) throw new Interrupted();
      throw thrown;
    } finally {
      release();
    }
  }
}

/** The person stopped it. */
export class Interrupted extends Error {
  readonly exit = exits.stopped;
}

function makeFolder(db: string): void {
  try {
    mkdirSync(dirname(db), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new PlugfleetError('database-unopenable', `the folder of ${db} cannot be made`, { cause });
  }
}

/** Reads a live answer to its end: every report goes to `onNews`, the result comes back. */
export async function follow<Y, R>(live: AsyncIterator<Y, R, unknown>, onNews: (news: Y) => void): Promise<R> {
  for (;;) {
    const next = await live.next();
    if (next.done) return next.value;
    onNews(next.value);
  }
}
