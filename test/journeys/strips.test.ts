import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { Plug } from '../../contract/index.ts';
import type { PlugSpec } from '../../simulator/index.ts';
import {
  addLogin,
  type Desk,
  ErrorDocument,
  freeAddresses,
  newDesk,
  PlanDocument,
  PlugsDocument,
  RunDocument,
  startPlugs,
} from './fleet-cli.ts';
import { house } from './house.ts';
import { typed } from './typed.ts';

const Changed = z.object({ changed: z.number() });
const Shown = z.object({ plug: Plug, ledger: z.array(z.object({ kind: z.string(), body: z.unknown() })) });

const kitchen: PlugSpec['outlets'] = [
  { alias: 'Kettle', on: false, watts: 1800 },
  { alias: 'Fridge', watts: 92 },
  { alias: 'Radio', watts: 2.5 },
];
const desk: PlugSpec['outlets'] = [{ alias: 'Lamp', watts: 1 }, { alias: 'Printer', on: false }, { alias: 'Dock' }];

/** A landlord's strips of both dialects, with and without meters, found and owned. */
async function landlord(t: TestContext, strips: readonly Partial<PlugSpec>[]) {
  const prefix = await freeAddresses();
  const plugs = house(prefix, strips.length, (index) => ({ ...strips[index] }));
  const fleet = await startPlugs(t, { plugs, timeScale: 0.1 });
  const home = newDesk(t);
  await addLogin(home);
  assert.equal((await typed(home, ['scan', '--network', `${prefix}.1.0/27`, '--own', 'all'])).exit, 0);
  const macs = plugs.map((plug) => plug.mac);
  return { home, fleet, macs, mac: macs[0] ?? '' };
}

/** Types a command that has to work, and reads its document. */
async function read<T>(home: Desk, schema: z.ZodType<T>, ...argv: string[]): Promise<T> {
  const { exit, stdout, stderr } = await typed(home, ['--json', ...argv]);
  assert.ok(exit === 0 || exit === 1, `plugfleet ${argv.join(' ')}: ${stderr}`);
  return schema.parse(JSON.parse(stdout));
}

const itemOf = async (home: Desk, mac: string, ...args: string[]) =>
  (await read(home, PlanDocument, 'plan', mac, ...args)).plan.items[0];

// law 3
for (const model of ['HS300', 'P304M'] as const)
  test(`a landlord's ${model} with a fridge on outlet 2 is left, and the plan says which outlet`, async (t) => {
    const { home, mac } = await landlord(t, [{ model, alias: 'Kitchen', outlets: kitchen }]);
    const item = await itemOf(home, mac);
    assert.deepEqual([item?.way, item?.reasons], ['leave', ['loaded']]);
    assert.deepEqual(item?.loads, [{ outlet: 2, name: 'Fridge', watts: 92 }]);
    assert.deepEqual(
      item?.plug.outlets.slice(0, 3).map(({ alias, relay, watts }) => [alias, relay, watts]),
      [
        ['Kettle', 'off', 0],
        ['Fridge', 'on', 92],
        ['Radio', 'on', 2.5],
      ],
    );
    const { stdout } = await typed(home, ['plan', mac]);
    assert.match(stdout, /A factory reset is of the whole plug: all outlets of a strip are erased together/);
    assert.match(
      stdout,
      /Kitchen: \d outlets, on: 2 Fridge \(92 W\), 3 Radio \(2\.5 W\).*; loaded: outlet 2 Fridge \(92 W\)/,
    );

    // every strip of the list says how many of its outlets are on
    assert.match((await typed(home, ['list'])).stdout, /94\.5 W, \d of \d on/);
    const shown = (await typed(home, ['show', mac])).stdout;
    assert.match(shown, /Outlet 1 +Kettle: off, 0 W\nOutlet 2 +Fridge: on, 92 W\nOutlet 3 +Radio: on, 2\.5 W/);
    assert.match(shown, /Factory reset +erases all \d outlets together/);

    // a second yes is for the load, knowing what it is
    assert.equal((await itemOf(home, mac, '--allow', 'loaded'))?.way, 'network');
  });

// law 3
test('protecting one outlet protects the whole strip, until that is lifted', async (t) => {
  const { home, fleet, mac, macs } = await landlord(t, [
    { model: 'HS300', alias: 'Kitchen', outlets: kitchen },
    { model: 'KP303', alias: 'Desk', outlets: desk },
  ]);
  const [, other = ''] = macs;
  const change = async (...args: string[]) => (await read(home, Changed, ...args)).changed;
  assert.equal(await change('protect', mac, '--outlet', 'fridge', '--reason', 'vaccines'), 1);
  assert.equal(await change('protect', mac, '--outlet', '2', '--reason', 'vaccines'), 0, 'it is the same outlet');
  const plug = async () => (await read(home, Shown, 'show', mac)).plug;
  const protectedNow = await plug();
  assert.deepEqual([protectedNow.protected, protectedNow.protectedReason], [true, null]);
  assert.deepEqual(
    protectedNow.protectedOutlets.map(({ alias, reason }) => [alias, reason]),
    [['Fridge', 'vaccines']],
  );

  const allows = ['--allow', 'loaded', 'stale-sighting', 'no-snapshot', 'feeds-network'];
  const { plan } = await read(home, PlanDocument, 'plan', '--all', ...allows);
  assert.deepEqual(plan.counts, { network: 1, hands: 0, leave: 1 });
  assert.deepEqual(plan.items.find((item) => item.mac === mac)?.reasons, ['protected']);
  const words = (await typed(home, ['plan', mac])).stdout;
  assert.match(words, /Kitchen: 6 outlets, .*protected for outlet 2 Fridge: vaccines/);
  assert.match((await typed(home, ['show', mac])).stdout, /Protected +yes, the whole strip: outlet 2 Fridge: vaccines/);
  // no hand is sent there either
  const cards = join(home.folder, 'cards.pdf');
  const printed = await read(home, z.object({ cards: z.number() }), 'checklist', '--all', '--out', cards);
  assert.equal(printed.cards, 1);

  // a look at the strip, whatever it says of its outlets, does not lift it
  assert.equal((await typed(home, ['scan', '--network', (await plug()).address ?? ''])).exit, 0);
  assert.equal((await plug()).protected, true);
  const { run } = await read(home, RunDocument, 'run', plan.id, '--confirm', '1', '--quiet', '0.5');
  assert.deepEqual([run.counts.reset, run.counts.leftAlone], [1, 1]);
  assert.equal((await fleet.truth(mac)).resetCommands.length, 0);
  assert.equal((await fleet.truth(other)).erased, true);

  assert.equal(await change('protect', mac, '--outlet', 'Radio', '--reason', 'news'), 1);
  assert.equal(await change('unprotect', mac, '--outlet', 'Fridge'), 1);
  assert.equal((await plug()).protected, true, 'another outlet is still protected');
  assert.equal(await change('unprotect', mac), 1);
  assert.equal((await plug()).protected, false);
  assert.equal((await itemOf(home, mac, ...allows))?.way, 'network');
  const { ledger } = await read(home, Shown, 'show', mac);
  const Body = z.object({ outlet: z.object({ alias: z.string() }).optional() });
  assert.deepEqual(
    ledger
      .filter((entry) => entry.kind.endsWith('protected'))
      .map((entry) => [entry.kind, Body.parse(entry.body).outlet?.alias]),
    [
      ['protected', 'Fridge'],
      ['protected', 'Radio'],
      ['unprotected', 'Fridge'],
      ['unprotected', undefined],
    ],
  );
});

// laws 2, 3
test('an outlet protected after the plan was made makes the plan stale', async (t) => {
  const { home, fleet, mac } = await landlord(t, [{ model: 'KP303', alias: 'Desk', outlets: desk }]);
  const { plan } = await read(home, PlanDocument, 'plan', mac);
  assert.equal(plan.counts.network, 1);
  await read(home, Changed, 'protect', mac, '--outlet', 'Printer', '--reason', 'contracts');
  const refused = await typed(home, ['--json', 'run', plan.id, '--confirm', '1', '--quiet', '0.5']);
  assert.deepEqual([refused.exit, ErrorDocument.parse(JSON.parse(refused.stdout)).error.code], [4, 'plan-stale']);
  assert.equal((await fleet.truth(mac)).resetCommands.length, 0);
});

test('an outlet that is not certain is not guessed, and nothing is changed', async (t) => {
  const { home, macs, mac } = await landlord(t, [
    { model: 'KP303', alias: 'Desk', outlets: [{ alias: 'TV' }, { alias: 'tv' }, { alias: '1' }] },
    { model: 'HS103', alias: 'Lamp' },
  ]);
  const [, single = ''] = macs;
  for (const [args, exit, code, says] of [
    [[mac, '--outlet', 'Freezer'], 2, 'unknown-outlet', /1 'TV', 2 'tv', 3 '1'/],
    [[mac, '--outlet', '4'], 2, 'unknown-outlet', /no outlet '4'/],
    [[mac, '--outlet', 'TV'], 2, 'bad-input', /1 'TV', 2 'tv'/],
    [[mac, '--outlet', '1'], 2, 'bad-input', /1 'TV', 3 '1'/],
    [[single, '--outlet', '1'], 2, 'unknown-outlet', /no outlets of its own/],
    [[mac, single, '--outlet', '2'], 2, 'bad-input', /2 plugs are named/],
    [[mac, '--outlet', ' '], 2, 'bad-input', /outlet/],
  ] as const) {
    const ended = await typed(home, ['--json', 'protect', ...args, '--reason', 'fridge']);
    const { error } = ErrorDocument.parse(JSON.parse(ended.stdout));
    assert.deepEqual([ended.exit, error.code], [exit, code], args.join(' '));
    assert.match(error.message, says, args.join(' '));
  }
  const { plugs } = await read(home, PlugsDocument, 'list');
  assert.ok(plugs.every((plug) => !plug.protected));
});

/** Of poppler-utils; not every machine has it. */
const pdftotext = 'pdftotext';
const hasPdftotext = spawnSync(pdftotext, ['-v']).error === undefined;

test('a strip that is reset is erased whole: no outlet keeps its name', async (t) => {
  const strips = (['HS300', 'P300', 'KP200', 'KS240'] as const).map((model) => ({
    model,
    alias: `Office ${model}`,
    outlets: desk,
    // one comes back to the network at once, so that it can be read what is left
    ...(model === 'P300' ? { faults: [{ kind: 'firmware-says-fresh' as const, awayMs: 100 }] } : {}),
  }));
  const { home, fleet, macs } = await landlord(t, strips);
  const { plan } = await read(home, PlanDocument, 'plan', '--all');
  assert.deepEqual(plan.counts, { network: 4, hands: 0, leave: 0 });
  const { run } = await read(home, RunDocument, 'run', plan.id, '--confirm', '4', '--quiet', '0.5');
  assert.equal(run.counts.reset, 4);
  for (const mac of macs) {
    const { erased, resetCommands, owner } = await fleet.truth(mac);
    // one command for the whole strip, not one for each outlet
    assert.deepEqual([erased, resetCommands.length, owner], [true, 1, null]);
  }
  const [, returned = ''] = macs;
  const seen = async () => (await read(home, PlugsDocument, 'list', returned)).plugs[0];
  await typed(home, ['scan', '--network', (await seen())?.address ?? '']);
  const back = await seen();
  assert.deepEqual(
    [back?.standing, back?.alias, back?.outlets.map(({ alias }) => alias)],
    ['in-setup', '', ['', '', '']],
  );
  // what it was called and what hung on it is kept in the plan that erased it
  assert.deepEqual(
    run.items[0]?.plug.outlets.slice(0, 3).map(({ alias }) => alias),
    ['Lamp', 'Printer', 'Dock'],
  );
});

test('the card of a strip that nobody reaches says that no outlet is spared', async (t) => {
  const { home, fleet, mac } = await landlord(t, [{ model: 'HS300', alias: 'Kitchen', outlets: kitchen }]);
  await fleet.powerOff(mac);
  const cards = join(home.folder, 'cards.pdf');
  assert.equal((await typed(home, ['checklist', mac, '--out', cards])).exit, 0);
  if (!hasPdftotext) return t.skip('pdftotext is not installed');
  const text = execFileSync(pdftotext, ['-enc', 'UTF-8', cards, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
  assert.match(text, /Outlets: all 6 are erased together, none can be spared/);
  assert.match(text, /Button: the button of any one outlet, not the main switch of the strip/);
});
