import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openHost } from '../../host/index.ts';
import { DEFAULT_ACCOUNT } from '../../simulator/index.ts';
import { freeAddresses, newDesk, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { surroundings } from './typed.ts';

const by = 'Anna';

// law 5
test('what cannot be recorded does not begin: a start, a continuation or a look that the disk refuses sends nothing', async (t) => {
  const prefix = await freeAddresses();
  const plugs = house(prefix, 3, () => ({ model: 'HS103', transport: 'xor' }));
  const fleet = await startPlugs(t, { plugs });
  const desk = newDesk(t);
  await using host = openHost({ db: desk.db, mode: 'own', command: 'test', env: surroundings(desk) });
  const { client } = host;
  await client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
  for await (const _ of await client.plugs.scan({ networks: [`${prefix}.1.0/28`], own: 'all' }));
  const planned = await client.plans.make({ selection: { all: true } });
  let made = await planned.next();
  while (!made.done) made = await planned.next();
  const { plan } = made.value;
  assert.equal(plan.counts.network, 3);

  const refusing = async (kind: string, work: () => Promise<unknown>): Promise<void> => {
    using _ = new Refusal(desk.db, kind);
    const before = await resets();
    await assert.rejects(work());
    assert.deepEqual(host.context.hall.underWay(), [], kind);
    await pause(500);
    assert.equal(await resets(), before, kind);
  };
  const resets = async (): Promise<number> =>
    (await fleet.plugs()).reduce((sum, { resetCommands }) => sum + resetCommands.length, 0);

  const start = () =>
    client.runs.start({
      plan: plan.id,
      confirm: 3,
      options: { concurrency: 1, quietS: 1, pilot: true },
      canAsk: true,
      by,
    });
  await refusing('run-started', start);
  assert.equal(await resets(), 0);
  const { run } = await start();
  // the pilot is sent; the others wait until it is proven and somebody has looked at it
  while ((await resets()) === 0) await pause(20);
  await client.runs.stop({ run, how: 'after-current' });
  while (host.context.hall.underWay().length > 0) await pause(20);
  const waiting = (await client.runs.status({ run })).run.counts.waiting;
  assert.ok(waiting > 0, 'nothing was left to go on with');

  await refusing('run-checked', () => client.runs.check({ run, by }));
  await refusing('run-continued', () => client.runs.continue({ run, confirm: waiting, by }));
  await client.runs.continue({ run, confirm: waiting, by });
  while (host.context.hall.underWay().length > 0) await pause(20);
  assert.equal(await resets(), 3);
});

/** Has SQLite refuse entries of a kind, as a disk that is full would. */
class Refusal implements Disposable {
  readonly #database: Database.Database;

  constructor(file: string, kind: string) {
    this.#database = new Database(file);
    this.#database.exec(
      `CREATE TRIGGER diskIsFull BEFORE INSERT ON ledger WHEN NEW.kind = '${kind}' BEGIN SELECT raise(ABORT, 'full'); END`,
    );
  }

  [Symbol.dispose](): void {
    this.#database.exec('DROP TRIGGER diskIsFull');
    this.#database.close();
  }
}
