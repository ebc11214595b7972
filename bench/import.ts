import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { openHost } from '../host/index.ts';
import { machineWords } from './machine.ts';

/**
 * How long a list of plugs takes to come in, against two floors in the same run, each in one transaction into an empty
 * file that is kept as safely. The floor that counts: better-sqlite3 inserting the very rows that the import leaves
 * (plugs, tags, ledger) into the same tables, bare. The other: the cells of the list into one plain table, which keeps
 * neither tags nor a ledger. `node bench/import.ts [--rows 10000] [--rounds 9]`
 */
const { values } = parseArgs({ options: { rows: { type: 'string' }, rounds: { type: 'string' } } });
const count = Number(values.rows ?? 10_000);
const times = Number(values.rounds ?? 9);
/** At most so many times the floor. */
const most = 3;

const header = ['mac', 'model', 'alias', 'label', 'site', 'room', 'tags', 'address', 'serial', 'owned', 'note'];
const rows = Array.from({ length: count }, (_, n) => [
  `50:C7:BF:${n.toString(16).toUpperCase().padStart(6, '0').match(/../g)?.join(':')}`,
  ['HS103', 'P110', 'KP115'][n % 3] ?? '',
  `Lamp ${n}`,
  `PF-${String(n).padStart(5, '0')}`,
  `Site ${n % 5}`,
  `Room ${n % 211}`,
  n % 4 === 0 ? 'winter; loan' : 'winter',
  `10.20.${n >> 8}.${n & 255}`,
  `22A${String(n * 7919).padStart(9, '0')}X`,
  'yes',
  n % 10 === 0 ? 'behind the shelf, "left"' : '',
]);
const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csv = [header, ...rows].map((cells) => cells.map(quoted).join(',')).join('\r\n');

const folder = mkdtempSync(join(tmpdir(), 'plugfleet-bench-'));

const tables = ['site', 'room', 'plug', 'plug_tags', 'ledger'];
const fileOf = (name: string): string => join(folder, `${name}.db`);

const openFleet = (name: string) =>
  openHost({ db: fileOf(name), mode: 'own', command: 'bench', env: { PLUGFLEET_NO_KEYRING: '1' } });

async function ours(n: number): Promise<number> {
  await using host = openFleet(`ours-${n}`);
  const file = new Blob([csv]);
  const before = process.cpuUsage();
  const { added, rejected } = await host.client.plugs.import({ file, by: 'bench' });
  const tookMs = processorMs(before);
  if (added !== count || rejected.length > 0) throw new RangeError(`${added} of ${count} came in`);
  return tookMs;
}

/** Processor time, all threads together: other work on the machine disturbs it less than the time on the wall. */
function processorMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Inserts rows, nothing else. */
function bare(file: string, work: (database: Database.Database) => () => void): number {
  const database = new Database(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'recursive_triggers = ON'])
    database.pragma(pragma);
  const insertAll = database.transaction(work(database));
  const before = process.cpuUsage();
  insertAll.immediate();
  const tookMs = processorMs(before);
  database.close();
  return tookMs;
}

/** The rows that import `n` left, into the same tables. */
async function sameRows(n: number): Promise<number> {
  await openFleet(`same-${n}`)[Symbol.asyncDispose]();
  const left = new Database(fileOf(`ours-${n}`), { readonly: true });
  const all = tables.map((name) => ({ name, rows: left.prepare(`SELECT * FROM ${name}`).raw().all() as unknown[][] }));
  left.close();
  return bare(fileOf(`same-${n}`), (database) => {
    const inserts = all.map(({ name, rows: given }) => ({
      given,
      insert: database.prepare(`INSERT INTO ${name} VALUES (${(given[0] ?? []).map(() => '?').join(', ')})`),
    }));
    return () => {
      for (const { given, insert } of inserts) for (const row of given) insert.run(...row);
    };
  });
}

const plainTable = (n: number): number =>
  bare(fileOf(`plain-${n}`), (database) => {
    database.exec(`CREATE TABLE plug (${header.map((name) => `${name} TEXT`).join(', ')}, UNIQUE (mac)) STRICT`);
    const insert = database.prepare(`INSERT INTO plug VALUES (${header.map(() => '?').join(', ')})`);
    return () => {
      for (const cells of rows) insert.run(...cells);
    };
  });

/** The least of several: whatever else the machine does only adds. */
const least = (ms: readonly number[]): number => Math.min(...ms);
const shown = (ms: readonly number[]): string =>
  `${least(ms).toFixed(0)} ms (${ms.map((one) => one.toFixed(0)).join(' ')})`;

try {
  const taken = { ours: [] as number[], same: [] as number[], plain: [] as number[] };
  for (let n = 0; n < times; n++) {
    taken.plain.push(plainTable(n));
    taken.ours.push(await ours(n));
    taken.same.push(await sameRows(n));
  }
  const ratio = least(taken.ours) / least(taken.same);
  console.log(machineWords());
  console.log(
    `${count} rows of CSV, ${times} times each, processor time, the least counts; each row owned, so each has a ledger entry\n`,
  );
  console.log(`  import                           ${shown(taken.ours)}`);
  console.log(`  the same rows, bare              ${shown(taken.same)}`);
  console.log(`  its cells into one plain table   ${shown(taken.plain)}`);
  console.log(
    `  ratio to the same rows ${ratio.toFixed(2)}, at most ${most}; to the plain table ${(least(taken.ours) / least(taken.plain)).toFixed(1)}`,
  );
  if (ratio > most) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
