import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { addLogin, type Desk, freeAddresses, newDesk, PlanDocument, RunDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { assertDocument, behind, contentOf, type Refusal, refused } from './refusal.ts';
import { type Typed, typed } from './typed.ts';

const stranger = 'AA:BB:CC:DD:EE:00';
const account = ['login', 'add', 'fleet', '--email', 'fleet@plugfleet.example'];
const mac = '50:C7:BF:00:00:01';

/** A desk whose inventory came out of a file: enough for everything that asks no network. */
async function deskWithList(desk: Desk): Promise<void> {
  const list = join(desk.folder, 'list.csv');
  writeFileSync(list, `mac,model,owned\n${mac},HS103,yes\n50:C7:BF:00:00:02,HS103,yes\n`);
  assert.equal((await typed(desk, ['import', list])).exit, 0);
  assert.equal((await typed(desk, account, { stdin: 'secret\n' })).exit, 0);
  assert.equal((await typed(desk, ['site', 'set', 'Depot', '--network', '127.1.0.0/24'])).exit, 0);
}

const mistakes: [title: string, argv: string[], refusal: Refusal, stdin?: string][] = [
  ['a network with too many bits', ['scan', '--network', '127.1.0.0/33'], { code: 'bad-network', next: /192\.168/ }],
  ['an address that is none', ['scan', '--network', '300.1.1.1'], { code: 'bad-network', names: /300\.1\.1\.1/ }],
  ['a word for a network', ['scan', '--network', 'upstairs'], { code: 'bad-network', names: /upstairs/ }],
  ['nothing for a network', ['scan', '--network', ''], { code: 'bad-network' }],
  [
    'a range that runs backwards',
    ['scan', '--network', '127.1.0.9-127.1.0.2'],
    { code: 'bad-network', names: /0\.9-/ },
  ],
  ['a /8', ['scan', '--network', '10.0.0.0/8'], { code: 'network-too-large', names: /16,777,216/, next: /smaller/ }],
  ['one good network and a bad one', ['scan', '--network', '127.1.0.1', 'oops'], { code: 'bad-network' }],
  ['a network to broadcast to', ['scan', '--broadcast', '10.0.0.0/24'], { code: 'bad-network' }],
  ['a word after --own', ['scan', '--own', 'some'], { code: 'bad-input', names: /all/ }],
  ['a plug nobody knows', ['show', stranger], { code: 'unknown-plug', names: /AA:BB/, next: /scan|list/ }],
  ['a plug nobody knows, to own', ['own', stranger], { code: 'unknown-plug' }],
  ['a plug nobody knows, to plan', ['plan', mac, stranger], { code: 'unknown-plug' }],
  ['a MAC that is none', ['show', 'AA:BB:CC'], { code: 'bad-input', names: /MAC/ }],
  ['a MAC with a G', ['protect', 'AA:BB:CC:DD:EE:GG', '--reason', 'x'], { code: 'bad-input', names: /GG/ }],
  ['no plug to own', ['own'], { code: 'empty-selection', next: /--all/ }],
  ['no plug to disown', ['disown'], { code: 'empty-selection' }],
  ['no plug to protect', ['protect', '--reason', 'x'], { code: 'empty-selection' }],
  ['no plug to unprotect', ['unprotect'], { code: 'empty-selection' }],
  ['no plug to set', ['set', '--label', 'x'], { code: 'empty-selection' }],
  ['no plug to plan', ['plan'], { code: 'empty-selection' }],
  ['no plug for a checklist', ['checklist', '--out', 'cards.pdf'], { code: 'empty-selection' }],
  ['a standing that is none', ['list', '--standing', 'sleepy'], { code: 'bad-input', names: /ready/ }],
  ['protecting without a reason', ['protect', mac], { code: 'bad-input', names: /--reason/ }],
  ['protecting with an empty reason', ['protect', mac, '--reason', ' '], { code: 'bad-input', names: /reason/ }],
  ['setting nothing', ['set', mac], { code: 'bad-input', names: /--label/ }],
  ['one label for all', ['set', '--all', '--label', 'Lamp'], { code: 'bad-input', names: /label/ }],
  [
    'feeding the network perhaps',
    ['set', mac, '--feeds-network', 'perhaps'],
    { code: 'bad-input', names: /yes or no/ },
  ],
  ['a room without a site', ['set', mac, '--room', '101'], { code: 'bad-input', names: /site/ }],
  ['a site nobody made', ['set', mac, '--site', 'Mars'], { code: 'unknown-site', names: /Mars/, next: /site set/ }],
  ['a second yes for what has none', ['plan', '--all', '--allow', 'protected'], { code: 'bad-input', names: /loaded/ }],
  ['a plan nobody made', ['run', 'P-00000', '--confirm', '1'], { code: 'unknown-plan', next: /plugfleet plan/ }],
  ['a plan nobody made, to see', ['plan', 'show', 'P-00000'], { code: 'unknown-plan' }],
  ['running without a number', ['run', 'P-00000'], { code: 'bad-input', names: /--confirm/ }],
  ['a word for the number', ['run', 'P-00000', '--confirm', 'yes'], { code: 'bad-input', names: /whole number/ }],
  ['a negative number', ['run', 'P-00000', '--confirm', '-1'], { code: 'bad-input', names: /-1/ }],
  ['half a plug', ['run', 'P-00000', '--confirm', '1.5'], { code: 'bad-input', names: /whole/ }],
  ['a number nobody types', ['run', 'P-00000', '--confirm', '0x1'], { code: 'bad-input' }],
  ['an empty number', ['run', 'P-00000', '--confirm', ''], { code: 'bad-input' }],
  ['no quiet time', ['run', 'P-00000', '--confirm', '1', '--quiet', '0'], { code: 'bad-input', names: /--quiet/ }],
  ['nobody at once', ['run', 'P-00000', '--confirm', '1', '--concurrency', '0'], { code: 'bad-input' }],
  ['more than all may fail', ['run', 'P-00000', '--confirm', '1', '--max-failures', '101'], { code: 'bad-input' }],
  ['a run nobody made', ['status', 'R-00000'], { code: 'unknown-run', next: /runs/ }],
  ['a run nobody made, to check', ['check', 'R-00000'], { code: 'unknown-run' }],
  ['a run nobody made, to go on', ['continue', 'R-00000', '--confirm', '1'], { code: 'unknown-run' }],
  ['a run nobody made, to tick', ['tick', 'R-00000', mac], { code: 'unknown-run' }],
  ['cards of a run nobody made', ['checklist', '--run', 'R-00000', '--out', 'c.pdf'], { code: 'unknown-run' }],
  [
    'two results for one card',
    ['tick', 'R-00000', mac, '--done', '--dead'],
    { code: 'bad-input', names: /one result/ },
  ],
  ['a card that was found', ['tick', 'R-00000', mac, '--found', 'yes'], { code: 'bad-input', names: /no/ }],
  [
    'a paper nobody prints',
    ['checklist', '--all', '--out', 'c.pdf', '--paper', 'a3'],
    { code: 'bad-input', names: /a4/ },
  ],
  ['a run and plugs', ['checklist', mac, '--run', 'R-1', '--out', 'c.pdf'], { code: 'bad-input', names: /not both/ }],
  ['a checklist for nowhere', ['checklist', '--all'], { code: 'bad-input', names: /--out/ }],
  ['a login nobody stored', ['login', 'remove', 'boss'], { code: 'unknown-login', names: /boss/, next: /login list/ }],
  ['a login nobody stored, to test', ['login', 'test', 'boss'], { code: 'unknown-login' }],
  [
    'a login without a password',
    ['login', 'add', 'two', '--email', 'b@c.example'],
    { code: 'bad-input', names: /stdin/ },
  ],
  [
    'a login with an empty line',
    ['login', 'add', 'two', '--email', 'b@c'],
    { code: 'bad-input', names: /stdin/ },
    '\n',
  ],
  ['a login without an e-mail', ['login', 'add', 'two'], { code: 'bad-input', names: /--email/ }, 'secret\n'],
  ['a login that is there already', account, { code: 'login-exists', next: /another name/ }, 'other\n'],
  ['a site in a network that is none', ['site', 'set', 'Attic', '--network', '10.0.0'], { code: 'bad-network' }],
  ['a site of everything', ['site', 'set', 'Attic', '--network', '10.0.0.0/8'], { code: 'network-too-large' }],
  ['plugs expected nowhere', ['site', 'set', 'Attic', '--expect', '5'], { code: 'bad-input', names: /one network/ }],
  ['minus five plugs expected', ['site', 'set', 'Depot', '--expect', '-5'], { code: 'bad-input', names: /--expect/ }],
  ['a room of no site', ['room', 'set', 'Mars', '101'], { code: 'unknown-site' }],
  [
    'a day that is none',
    ['room', 'set', 'Depot', '101', '--occupied', '2026-13-41', '--reason', 'x'],
    { code: 'bad-input', names: /YYYY-MM-DD/ },
  ],
  [
    'the 31st of November',
    ['room', 'set', 'Depot', '101', '--occupied', '2026-11-31', '--reason', 'x'],
    { code: 'bad-input', names: /YYYY-MM-DD/ },
  ],
  ['a room occupied for no reason', ['room', 'set', 'Depot', '101', '--occupied', '2030-01-01'], { code: 'bad-input' }],
  [
    'a room both ways',
    ['room', 'set', 'Depot', '101', '--vacant', '--occupied', '2030-01-01', '--reason', 'x'],
    { code: 'bad-input', names: /either/ },
  ],
  ['a file that is not there', ['import', 'missing.csv'], { code: 'file-unreadable', names: /missing\.csv/ }],
  ['a folder for a file', ['import', '.'], { code: 'file-unreadable' }],
  ['a file without a head', ['import', 'headless.csv'], { code: 'bad-input', names: /mac or deviceId/ }],
  ['an empty file', ['import', 'empty.csv'], { code: 'bad-input', names: /empty/ }],
  ['a file of no text', ['import', 'binary.csv'], { code: 'bad-input' }],
  ['an ending nobody reads', ['export', 'fleet.doc'], { code: 'bad-input', names: /\.csv or \.json/ }],
  ['no ending', ['export', 'fleet'], { code: 'bad-input', names: /\.csv/ }],
  ['an export into no folder', ['export', 'nowhere/fleet.csv'], { code: 'file-unwritable', next: /folder exists/ }],
  ['an export onto a folder', ['export', 'folder.csv'], { code: 'file-unwritable', names: /folder\.csv/ }],
  ['cards into no folder', ['checklist', '--all', '--out', 'nowhere/cards.pdf'], { code: 'file-unwritable' }],
  ['cards onto a folder', ['checklist', '--all', '--out', 'folder.csv'], { code: 'file-unwritable' }],
  ['a command nobody made', ['erase'], { code: 'bad-input', names: /erase/, next: /--help/ }],
  ['half a command', ['login'], { code: 'bad-input', names: /no command/ }],
  ['no command', [], { code: 'bad-input', names: /no command/ }],
  ['a subcommand nobody made', ['login', 'steal'], { code: 'bad-input', names: /steal/ }],
  ['an option nobody made', ['list', '--everything'], { code: 'bad-input', names: /--everything/ }],
  ['an option of another command', ['runs', '--quiet', '5'], { code: 'bad-input', names: /--quiet/ }],
  ['an argument too many', ['runs', 'R-1'], { code: 'bad-input', names: /argument/ }],
  ['an argument too few', ['show'], { code: 'bad-input', names: /MAC/ }],
  ['an option without its value', ['run', 'P-1', '--confirm'], { code: 'bad-input', names: /--confirm/ }],
];

test('every mistake at the keyboard is named, with what to do next, and changes nothing', async (t) => {
  const desk = newDesk(t);
  await deskWithList(desk);
  mkdirSync(join(desk.folder, 'folder.csv'));
  writeFileSync(join(desk.folder, 'headless.csv'), `${mac},HS103\n`);
  writeFileSync(join(desk.folder, 'empty.csv'), '');
  writeFileSync(join(desk.folder, 'binary.csv'), Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 256)));
  for (const [title, argv, refusal, stdin] of mistakes)
    await t.test(`${title}: ${refusal.code}`, () => refused(desk, argv, refusal, stdin === undefined ? {} : { stdin }));
});

test('help and version are no mistake, before and after the command', async (t) => {
  const desk = newDesk(t);
  for (const argv of [['--help'], ['-h'], ['help'], ['help', 'run'], ['run', '--help'], ['plan', 'show', '--help']]) {
    const { exit, stdout, stderr } = await typed(desk, argv);
    assert.deepEqual([exit, stderr], [0, ''], argv.join(' '));
    assert.match(stdout, /^Usage: plugfleet/);
  }
  for (const argv of [['--version'], ['-V'], ['list', '--version']]) {
    const { exit, stdout, stderr } = await typed(desk, argv);
    assert.deepEqual([exit, stderr], [0, ''], argv.join(' '));
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  }
});

test('a list with bad rows brings in the good ones and names the lines of the others', async (t) => {
  const desk = newDesk(t);
  const list = join(desk.folder, 'list.csv');
  writeFileSync(
    list,
    `mac,model,owned\n${mac},HS103,yes\nnonsense,HS103,yes\n50:C7:BF:00:00:03,HS103,perhaps\n50:C7:BF:00:00:04,"HS103,yes\n`,
  );
  const { exit, stdout } = await typed(desk, ['import', list, '--json']);
  const told = JSON.parse(stdout);
  assert.equal(exit, 1);
  assert.deepEqual([told.added, told.updated, told.rejected.map((r: { line: number }) => r.line)], [1, 0, [3, 4, 5]]);
  const words = await typed(desk, ['import', list]);
  assert.match(words.stdout, /line 3: 'nonsense' is not a MAC/);
});

/** A desk with a few virtual plugs, all found and owned. */
async function deskWithPlugs(t: Parameters<typeof newDesk>[0], count: number) {
  const prefix = await freeAddresses();
  const plugs = house(prefix, count, () => ({ model: 'HS103', transport: 'xor', watts: 0 }));
  const fleet = await startPlugs(t, { plugs, timeScale: 0.1 });
  const desk = newDesk(t);
  await addLogin(desk);
  const network = `${prefix}.1.0/28`;
  assert.equal((await typed(desk, ['scan', '--network', network, '--own', 'all'])).exit, 0);
  return { desk, fleet, network, macs: plugs.map((plug) => plug.mac) };
}

const planned = async (desk: Desk, ...args: string[]) =>
  PlanDocument.parse(JSON.parse((await typed(desk, ['--json', 'plan', ...args])).stdout)).plan;

const runsOf = (desk: Desk): number => desk.ledger().entries.filter((entry) => entry.kind === 'run-started').length;

// law 2
test('a wrong number confirms nothing', async (t) => {
  const { desk, fleet } = await deskWithPlugs(t, 3);
  const plan = await planned(desk, '--all');
  assert.equal(plan.counts.network, 3);
  for (const number of ['2', '4', '0', '33'])
    await refused(desk, ['run', plan.id, '--confirm', number], {
      code: 'wrong-confirm',
      names: /: 3, confirmed: \d/,
      next: /plan/,
    });
  assert.equal(runsOf(desk), 0);
  assert.ok((await fleet.plugs()).every((plug) => plug.resetCommands.length === 0));
});

// law 2
test('a plan that no longer fits is refused and names the plugs', async (t) => {
  const { desk, fleet, macs } = await deskWithPlugs(t, 2);
  const [first = '', second = ''] = macs;
  await typed(desk, ['site', 'set', 'Depot']);
  await typed(desk, ['set', first, '--site', 'Depot', '--room', '1']);
  const changes: [title: string, change: () => unknown, undo: () => unknown][] = [
    ['one is no longer owned', () => typed(desk, ['disown', first]), () => typed(desk, ['own', first])],
    [
      'one is protected',
      () => typed(desk, ['protect', first, '--reason', 'alarm']),
      () => typed(desk, ['unprotect', first]),
    ],
    [
      'one feeds the network',
      () => typed(desk, ['set', first, '--feeds-network', 'yes']),
      () => typed(desk, ['set', first, '--feeds-network', 'no']),
    ],
    [
      'its room is occupied',
      () => typed(desk, ['room', 'set', 'Depot', '1', '--occupied', '2999-12-31', '--reason', 'guests']),
      () => typed(desk, ['room', 'set', 'Depot', '1', '--vacant']),
    ],
    [
      'one got another owner',
      () => behind(desk.db, 'UPDATE plug SET owner = ? WHERE mac = ?', 'F'.repeat(32), first),
      () => behind(desk.db, 'UPDATE plug SET owner = NULL WHERE mac = ?', first),
    ],
    [
      'another device has its MAC',
      () => behind(desk.db, 'UPDATE plug SET deviceId = ? WHERE mac = ?', 'A'.repeat(40), first),
      () => behind(desk.db, 'UPDATE plug SET deviceId = NULL WHERE mac = ?', first),
    ],
  ];
  for (const [title, change, undo] of changes)
    await t.test(title, async () => {
      const plan = await planned(desk, '--all');
      assert.equal(plan.counts.network, 2, JSON.stringify(plan.items.map((item) => item.reasons)));
      await change();
      const confirm = ['run', plan.id, '--confirm', '2'];
      await refused(desk, confirm, { code: 'plan-stale', names: new RegExp(first), next: /new plan/ });
      assert.doesNotMatch((await typed(desk, confirm)).stderr, new RegExp(second));
      await undo();
    });
  await t.test('it is older than twelve hours', async () => {
    const plan = await planned(desk, '--all');
    const old = new Date(Date.now() - 12 * 3600_000 - 60_000).toISOString();
    behind(desk.db, "UPDATE plan SET body = json_set(body, '$.at', ?) WHERE id = ?", old, plan.id);
    await refused(desk, ['run', plan.id, '--confirm', '2'], { code: 'plan-stale', names: /12 hours/ });
  });
  assert.equal(runsOf(desk), 0);
  assert.ok((await fleet.plugs()).every((plug) => plug.resetCommands.length === 0));
});

// law 2
test('a new name or address does not make a plan stale, and a plan is carried out once', async (t) => {
  const { desk, fleet, macs } = await deskWithPlugs(t, 1);
  const plan = await planned(desk, '--all');
  await typed(desk, ['set', macs[0] ?? '', '--label', 'Lamp by the door']);
  const command = ['run', plan.id, '--confirm', '1', '--quiet', '0.5'];
  const ended = await typed(desk, ['--json', ...command]);
  const { run } = RunDocument.parse(JSON.parse(ended.stdout));
  assert.deepEqual([ended.exit, run.counts.reset], [0, 1], ended.stderr);
  await refused(desk, command, { code: 'plan-used', names: new RegExp(run.id), next: /new plan/ });
  await refused(desk, ['continue', run.id, '--confirm', '1'], { code: 'nothing-waiting', next: /status/ });
  await refused(desk, ['tick', run.id, macs[0] ?? ''], { code: 'not-a-card', names: /reset/ });
  await refused(desk, ['tick', run.id, stranger], { code: 'not-a-card' });
  assert.deepEqual(
    (await fleet.plugs()).map((plug) => plug.resetCommands.length),
    [1],
  );
});

// laws 2, 5
test('a plug that another run was sent to since makes an older plan stale', async (t) => {
  const { desk, fleet, macs } = await deskWithPlugs(t, 1);
  const older = await planned(desk, '--all');
  const newer = await planned(desk, '--all');
  const ended = await typed(desk, ['run', newer.id, '--confirm', '1', '--quiet', '0.5']);
  assert.equal(ended.exit, 0, ended.stderr);
  await refused(desk, ['run', older.id, '--confirm', '1'], { code: 'plan-stale', names: new RegExp(macs[0] ?? '') });
  assert.deepEqual(
    (await fleet.plugs()).map((plug) => plug.resetCommands.length),
    [1],
  );
});

test('while one process runs, a second may look but not touch, and is told whom to wait for', async (t) => {
  const { desk, fleet, macs, network } = await deskWithPlugs(t, 3);
  const plan = await planned(desk, '--all');
  const running = desk.start(['run', plan.id, '--confirm', '3', '--quiet', '30']);
  const deadline = performance.now() + 60_000;
  while ((await fleet.plugs()).every((plug) => plug.resetCommands.length === 0)) {
    assert.ok(performance.now() < deadline, 'no reset was sent');
    await wait(50);
  }
  const run = (await desk.newestRun())?.id ?? '';
  const inUse: Refusal = { code: 'database-in-use', names: /process \d+ on .+ since/, next: /--db/ };
  const commands: string[][] = [
    ['run', plan.id, '--confirm', '3'],
    ['plan', '--all'],
    ['scan', '--network', network],
    ['protect', macs[0] ?? '', '--reason', 'x'],
    ['tick', run, macs[0] ?? ''],
    ['continue', run, '--confirm', '1'],
    ['checklist', '--all', '--out', 'other.pdf'],
  ];
  for (const command of commands) assertDocument(await typed(desk, ['--json', ...command]), inUse);
  const looks: string[][] = [
    ['list'],
    ['show', macs[0] ?? ''],
    ['runs'],
    ['status', run],
    ['plan', 'show', plan.id],
    ['site', 'list'],
    ['login', 'list'],
    ['export', 'fleet.csv'],
    ['checklist', '--run', run, '--out', 'cards.pdf'],
  ];
  for (const look of looks) {
    const { exit, stderr } = await typed(desk, look);
    assert.equal(exit, 0, `${look.join(' ')}: ${stderr}`);
  }
  running.kill('SIGKILL');
  await running.ended;

  // killed in the middle: nothing has to be cleared away, and nothing resumes by itself
  const resets = (await fleet.plugs()).map((plug) => plug.resetCommands.length);
  const { run: cutShort } = RunDocument.parse(JSON.parse((await typed(desk, ['--json', 'status', run])).stdout));
  assert.equal(cutShort.state, 'cut-short');
  assert.ok(cutShort.items.every((item) => item.at === 'unproven' || item.at === 'waiting'));
  assert.equal((await typed(desk, ['set', macs[0] ?? '', '--label', 'x'])).exit, 0);
  assert.deepEqual(
    (await fleet.plugs()).map((plug) => plug.resetCommands.length),
    resets,
  );
  const content = contentOf(desk.db);
  const words: Typed = await typed(desk, ['status', run]);
  assert.match(words.stdout, /cut short/);
  assert.equal(contentOf(desk.db), content);
});

test('practice at an address that another program has is refused, and says so', async (t) => {
  const desk = newDesk(t);
  const prefix = await freeAddresses();
  const other = createServer().listen(9999, `${prefix}.1.1`);
  t.after(() => other.close());
  await once(other, 'listening');
  const base = `${prefix}.1.1`;
  await refused(desk, ['simulate', '--base', base], { code: 'port-taken', names: /9999/, next: /another port/ });
  const mistakes: [argv: string[], refusal: Refusal][] = [
    [['simulate', '--base', '10.9.0.1'], { code: 'bad-input', names: /127\.0\.0\.0/ }],
    [['simulate', '--base', 'upstairs'], { code: 'bad-input', names: /upstairs/ }],
    [['simulate', '--count', '0'], { code: 'bad-input', names: /--count/ }],
  ];
  for (const [argv, refusal] of mistakes) await refused(desk, argv, refusal);
});
