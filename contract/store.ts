import type { LedgerEntry, LedgerKind, NewLedgerEntry } from './ledger.ts';
import type { Other, PlugRecord } from './plug.ts';
import type { Plan } from './run.ts';
import type { Snapshot } from './sighting.ts';

/** A login without its secret. */
export interface LoginRecord {
  name: string;
  email: string;
  /** When its secret was stored (ISO 8601); '' for one stored by a version that did not keep it. */
  setAt: string;
}

export interface RoomRecord {
  name: string;
  /** Place in the walk through the site. */
  order: number | null;
  /** Occupied up to and including this day (ISO date). */
  occupiedUntil: string | null;
  occupiedReason: string | null;
}

export interface SiteRecord {
  name: string;
  /** Networks as typed (CIDR, range or address) with the number of plugs expected there. */
  networks: readonly { network: string; expected: number | null }[];
  rooms: readonly RoomRecord[];
}

/** One observation of a plug as it is kept. */
export interface SightingRecord {
  at: string;
  address: string;
  source: 'tdp' | 'xor' | 'session';
  owner: string | null;
  factoryDefault: boolean | null;
}

export interface OtherRecord extends Other {
  lastSeenAt: string;
}

/** Which entries of the ledger are meant; what is absent lets everything through. */
export interface LedgerFilter {
  run?: string | undefined;
  mac?: string | undefined;
  kind?: readonly string[] | undefined;
  /** Who did it. */
  by?: string | undefined;
  /** From this moment on (ISO 8601 in UTC, as entries have it) … */
  since?: string | undefined;
  /** … and before that one. */
  until?: string | undefined;
  /** Each of its words stands in kind, run, MAC or body, or in what the plug and its place are called now. */
  text?: string | undefined;
}

/** A plug to be kept; `id` 0 for one that is new. */
export type PlugToSave = PlugRecord;

/**
 * The store, synchronous. Every call that changes something is one transaction of its own unless it runs inside
 * `transaction`. Rejected writes throw a `PlugfleetError`: `disk-full`, `database-read-only`, `database-damaged`.
 */
export interface Store {
  /** True where this process may only read (a newer file, or another process owns it). */
  readonly readOnly: boolean;

  /** Runs `work` in one transaction. Takes a plain function: no transaction lasts over an `await`. */
  transaction<T>(work: () => T): T;

  plugs: {
    all(): PlugRecord[];
    /** So many of them after the plug with that id, in the order of their ids, which begin at 1. */
    page(afterId: number, limit: number): PlugRecord[];
    count(): number;
    byMac(mac: string): PlugRecord | undefined;
    /** Inserts (id 0) or updates; a site or room it names is made if missing. Gives it back with its id. */
    save(plug: PlugToSave): PlugRecord;
    /** The same for many, all or none, in their order. */
    saveAll(plugs: readonly PlugToSave[]): PlugRecord[];
    addSighting(plugId: number, sighting: SightingRecord): void;
    /** Newest first. */
    sightings(plugId: number, limit: number): SightingRecord[];
    addSnapshot(plugId: number, snapshot: Snapshot): void;
    latestSnapshot(plugId: number): Snapshot | undefined;
  };

  others: {
    all(): OtherRecord[];
    save(other: OtherRecord): void;
  };

  places: {
    all(): SiteRecord[];
    site(name: string): SiteRecord | undefined;
    /** Makes the site if missing; `networks` replaces the list where given. */
    setSite(name: string, networks?: SiteRecord['networks']): SiteRecord;
    /** Makes site and room if missing; only the given fields change. */
    setRoom(site: string, room: string, change: Partial<Omit<RoomRecord, 'name'>>): RoomRecord;
  };

  logins: {
    all(): LoginRecord[];
    byName(name: string): LoginRecord | undefined;
    add(login: LoginRecord): void;
    remove(name: string): void;
  };

  plans: {
    add(plan: Plan): void;
    byId(id: string): Plan | undefined;
  };

  ledger: {
    /** Appends in order; with several, all or none. On disk (synchronous=FULL) when it returns. */
    append(at: string, ...entries: NewLedgerEntry[]): LedgerEntry[];
    /** In order of their sequence number. */
    entries(filter: { run?: string; mac?: string; kind?: LedgerKind }): LedgerEntry[];
    /** The newest entries that fit, newest first: those older than `before`, or newer than `after`. */
    page(
      filter: LedgerFilter & { before?: number | undefined; after?: number | undefined; limit: number },
    ): LedgerEntry[];
    /** How many entries fit. */
    count(filter: LedgerFilter): number;
    /** Number of the newest entry; 0 for none. */
    newest(): number;
    /** What there is to filter by: kinds with the number of their entries, who did things, runs (newest first). */
    values(): { kinds: { kind: LedgerKind; count: number }[]; people: string[]; runs: string[] };
    /** Follows the hash chain from the first entry. */
    verify(): {
      ok: boolean;
      /** Those that follow from the one before, from the first on. */
      entries: number;
      head: string;
      reason?: string;
      /** The first entry that does not. */
      broken?: { entry: number; what: 'missing' | 'changed' };
    };
  };

  /** Writes a whole copy of the database into a new file, while others go on. */
  backup(file: string): Promise<void>;

  close(): void;
}
