import type Database from 'better-sqlite3';
import { z } from 'zod';
import { advice, PlugfleetError } from '../contract/index.ts';
import { InPlace } from './in-place.ts';
import { isUnknownShape, namingFile } from './sqlite-error.ts';

export type SqlValue = string | number | null;
/** Values for a statement: one for each `?`, or an object with one for each `@name`. */
export type SqlValues = readonly SqlValue[] | readonly [Readonly<Record<string, SqlValue>>];

export interface ConnectionOptions {
  file: string;
  readOnly: boolean;
  /** Whether a newer version wrote the file: what cannot be read in it is then no damage. */
  newer: boolean;
}

/** An open database as the aggregates see it: rows come out parsed, errors as codes. */
export class Connection {
  readonly readOnly: boolean;
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #newer: boolean;
  readonly #inPlace: InPlace;
  readonly #statements = new Map<string, Database.Statement>();
  #depth = 0;
  /** Whether a part of the transaction under way failed that cannot be undone alone. */
  #isDoomed = false;

  constructor(database: Database.Database, options: ConnectionOptions) {
    this.#database = database;
    this.#file = options.file;
    this.#newer = options.newer;
    this.readOnly = options.readOnly;
    this.#inPlace = new InPlace(options.file);
    if (!this.readOnly) this.#inPlace.require();
    // for searches: SQLite's own lower() leaves letters as they are that English does not have
    database.function('folded', { deterministic: true }, (text) => String(text).toLowerCase());
  }

  /** Every row, parsed. */
  all<T>(parse: (row: unknown) => T, sql: string, ...values: SqlValues): T[] {
    return this.#ask(() =>
      this.#statement(sql)
        .all(...values)
        .map((row) => this.#parsed(parse, row)),
    );
  }

  /** The first row, parsed, or undefined if there is none. */
  first<T>(parse: (row: unknown) => T, sql: string, ...values: SqlValues): T | undefined {
    return this.#ask(() => {
      const row = this.#statement(sql).get(...values);
      return row === undefined ? undefined : this.#parsed(parse, row);
    });
  }

  /** Calls `visit` with one row after the other without keeping them, until it returns false. */
  each<T>(parse: (row: unknown) => T, visit: (row: T) => boolean, sql: string): void {
    this.#ask(() => {
      for (const row of this.#statement(sql).iterate()) if (!visit(this.#parsed(parse, row))) break;
    });
  }

  /** Carries out a statement that changes something; says how many rows it changed. */
  change(sql: string, ...values: SqlValues): number {
    return this.#ask(() => {
      this.#requireTransactionAlive();
      return this.#statement(sql).run(...values).changes;
    });
  }

  /**
   * Carries out one INSERT after the other, the same for each row; gives the id of each new row, and undefined where
   * the statement did nothing. In one go: what one of them costs counts ten thousand times.
   */
  insertEach<T>(sql: string, rows: readonly T[], values: (row: T) => readonly SqlValue[]): (number | undefined)[] {
    return this.#ask(() => {
      this.#requireTransactionAlive();
      const statement = this.#statement(sql);
      return rows.map((row) => {
        const { changes, lastInsertRowid } = statement.run(...values(row));
        return changes === 0 ? undefined : Number(lastInsertRowid);
      });
    });
  }

  /** A statement that changes something and ends in RETURNING id. */
  changeReturningId(sql: string, ...values: SqlValues): number {
    return this.#ask(() => {
      this.#requireTransactionAlive();
      return this.#parsed(ReturnedId.parse, this.#statement(sql).get(...values)).id;
    });
  }

  /**
   * Runs `work` in one transaction; inside another one it is a part of that, undone alone if it throws.
   * @throws PlugfleetError `database-lost` where it was written, but not where anybody will find it
   */
  transaction<T>(work: () => T): T {
    return namingFile(this.#file, () => {
      this.#requireTransactionAlive();
      const transaction = this.#database.transaction(() => {
        const result = work();
        if (isPromise(result)) throw new PlugfleetError('internal', 'a transaction was asked to last over an await');
        this.#requireTransactionAlive();
        return result;
      });
      if (this.#depth === 0) this.#isDoomed = false;
      this.#depth++;
      try {
        // taking the write lock at the start leaves no point in the middle at which it could be refused
        if (this.readOnly) return transaction.deferred();
        const result = transaction.immediate();
        if (this.#depth === 1) this.#inPlace.require();
        return result;
      } finally {
        this.#depth--;
      }
    });
  }

  backup(file: string): Promise<unknown> {
    return this.#database.backup(file);
  }

  /**
   * Runs `work` as a part of the transaction under way, or in one of its own. Unlike a transaction inside another it
   * costs nothing: a savepoint makes every insert after it four times as slow (measured). The price: if it throws, the
   * whole transaction is undone, whatever its author catches.
   */
  part<T>(work: () => T): T {
    if (this.#depth === 0) return this.transaction(work);
    try {
      return work();
    } catch (thrown) {
      this.#isDoomed = true;
      throw thrown;
    }
  }

  close(): void {
    this.#database.close();
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /**
   * SQLite ends a whole transaction by itself on some errors, a full disk among them. If `work` caught such an error
   * and went on, the next change would stand alone on disk: half of what was to be all or none.
   */
  #requireTransactionAlive(): void {
    if (this.#depth > 0 && (this.#isDoomed || !this.#database.inTransaction)) {
      throw new PlugfleetError('internal', `${this.#file}: this transaction was undone by an earlier error in it`);
    }
  }

  #ask<T>(work: () => T): T {
    try {
      return namingFile(this.#file, work);
    } catch (thrown) {
      if (this.#newer && thrown instanceof PlugfleetError && isUnknownShape(thrown.cause)) {
        throw this.#misfit(thrown.message, thrown);
      }
      throw thrown;
    }
  }

  #parsed<T>(parse: (row: unknown) => T, row: unknown): T {
    try {
      return parse(row);
    } catch (thrown) {
      if (thrown instanceof z.ZodError) throw this.#misfit(z.prettifyError(thrown), thrown);
      throw thrown;
    }
  }

  #misfit(what: string, cause: unknown): PlugfleetError {
    const code = this.#newer ? 'database-newer' : 'database-damaged';
    return new PlugfleetError(code, `${advice[code].title}: ${this.#file} (it holds what cannot be read: ${what})`, {
      facts: { file: this.#file },
      cause,
    });
  }
}

const ReturnedId = z.object({ id: z.number() });

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
