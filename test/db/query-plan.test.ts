import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { Connection } from '../../db/connection.ts';
import { ledgerIn } from '../../db/ledger.ts';
import { placesIn } from '../../db/places.ts';
import { plansIn } from '../../db/plans.ts';
import { plugsIn } from '../../db/plugs.ts';
import { barePlug, mac, samplePlug } from './samples.ts';
import { scratch } from './scratch.ts';

/** What SQLite says it does for every statement that `work` carries out on a fresh database. */
function plansOf(t: Parameters<typeof scratch>[0], work: (connection: Connection) => unknown): string[] {
  const { open, file, undoing } = scratch(t);
  open().close();
  const statements: string[] = [];
  let listening = true;
  const database = new Database(file, { verbose: (sql) => listening && statements.push(String(sql)) });
  undoing(() => database.close());
  const connection = new Connection(database, { file, readOnly: false, newer: false });
  // the second time counts: what is made once (a site, a room) is there then
  work(connection);
  statements.length = 0;
  work(connection);
  listening = false;
  return statements
    .filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(sql))
    .flatMap((sql) => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all())
    .map((step) => (step as { detail: string }).detail);
}

for (const [what, index, work] of [
  ['a plug by its MAC', /plug USING INDEX/, (c) => plugsIn(c).byMac(mac(1))],
  ['saving a plug without a place', /plug_tags USING PRIMARY KEY/, (c) => plugsIn(c).save(barePlug())],
  ['saving a plug in a room', /room USING (COVERING )?INDEX/, (c) => plugsIn(c).save(samplePlug())],
  ['the newest sightings', /sighting USING INDEX sightingNewest/, (c) => plugsIn(c).sightings(1, 20)],
  ['the latest snapshot', /snapshot USING INDEX snapshotOfPlug/, (c) => plugsIn(c).latestSnapshot(1)],
  ['a site', /site USING INDEX/, (c) => placesIn(c).site('Elm Court')],
  ['a plan', /plan USING INDEX/, (c) => plansIn(c).byId('P-1')],
  ['the entries of a run', /INDEX ledgerOfRun/, (c) => ledgerIn(c).entries({ run: 'R-1' })],
  ['the entries of a plug in a run', /INDEX ledgerOfMac/, (c) => ledgerIn(c).entries({ run: 'R-1', mac: mac(1) })],
  ['the intents of a run', /INDEX ledgerOfRun/, (c) => ledgerIn(c).entries({ run: 'R-1', kind: 'intent' })],
  ['all runs', /INDEX ledgerOfKind/, (c) => ledgerIn(c).entries({ kind: 'run-started' })],
] as const satisfies readonly (readonly [string, RegExp, (connection: Connection) => unknown])[]) {
  test(`${what}: no table is read through, nothing is sorted`, (t) => {
    const plans = plansOf(t, work);
    assert.ok(
      plans.some((step) => index.test(step)),
      plans.join('\n'),
    );
    assert.deepEqual(
      plans.filter((step) => reads(step)),
      [],
    );
  });
}

/** A step that goes through a whole table or sorts; the tags of one plug may be sorted. */
const reads = (step: string): boolean => /^SCAN|TEMP B-TREE/.test(step) && !step.includes('json_group_array');
