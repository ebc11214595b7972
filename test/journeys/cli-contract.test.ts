import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { allCommands, buildProgram } from '../../cli/index.ts';
import { contract } from '../../contract/index.ts';
import { openHost } from '../../host/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, PlanDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { assertHarmless, nastyNames } from './nasty-names.ts';
import { program, spawned, surroundings, typed } from './typed.ts';

const selection = ['MAC', '--site', '--room', '--model', '--tag', '--standing', '--all'];

const entryFilter = {
  run: '--run',
  mac: '--mac',
  kind: '--kind',
  by: '--by',
  since: '--since',
  until: '--until',
  text: '--text',
};

/**
 * Every command of the contract: the command line that is its door, and for each input the word of its help that names
 * it. `by`, `entered` and the like are known without being asked for.
 */
const doors: Record<string, { command: string; inputs: Record<string, string | string[] | null> }> = {
  // what only a page that stays open has use for: its door is the window
  about: { command: 'serve', inputs: {} },
  'plugs.watch': { command: 'serve', inputs: {} },
  'plugs.putFacts': { command: 'serve', inputs: { plugs: null } },
  'ledger.list': {
    command: 'ledger list',
    inputs: { ...entryFilter, before: '--before', after: '--after', limit: '--limit' },
  },
  'ledger.values': { command: 'serve', inputs: {} },
  'ledger.export': { command: 'ledger export', inputs: { ...entryFilter, format: ['FILE', '--format'] } },
  'ledger.verify': { command: 'ledger verify', inputs: {} },
  'database.backup': { command: 'db backup', inputs: {} },
  'plugs.scan': { command: 'scan', inputs: { networks: '--network', broadcast: '--broadcast', own: '--own' } },
  'plugs.list': {
    command: 'list',
    inputs: {
      macs: 'MAC',
      site: '--site',
      room: '--room',
      model: '--model',
      tag: '--tag',
      standing: '--standing',
      all: '--all',
    },
  },
  'plugs.scanTargets': { command: 'scan', inputs: { typed: '--where' } },
  'plugs.identify': { command: 'identify', inputs: { mac: 'MAC' } },
  'plugs.show': { command: 'show', inputs: { mac: 'MAC' } },
  'plugs.own': { command: 'own', inputs: { selection, by: null } },
  'plugs.disown': { command: 'disown', inputs: { selection, by: null } },
  'plugs.protect': { command: 'protect', inputs: { selection, outlet: '--outlet', reason: '--reason', by: null } },
  'plugs.unprotect': { command: 'unprotect', inputs: { selection, outlet: '--outlet', by: null } },
  'plugs.set': {
    command: 'set',
    inputs: {
      selection: ['MAC', '--model', '--standing', '--all'],
      site: '--site',
      room: '--room',
      label: '--label',
      addTags: '--tag',
      feedsNetwork: '--feeds-network',
    },
  },
  'plugs.import': { command: 'import', inputs: { file: 'FILE', dryRun: '--dry-run', by: null } },
  'plugs.export': { command: 'export', inputs: { format: ['FILE', '--format'] } },
  'plugs.labels': {
    command: 'labels',
    inputs: { selection, file: '--out', sheet: '--sheet', start: '--start' },
  },
  'places.sites': { command: 'site list', inputs: {} },
  'places.setSite': { command: 'site set', inputs: { name: 'NAME', networks: '--network', expected: '--expect' } },
  'places.setRoom': {
    command: 'room set',
    inputs: { site: 'SITE', room: 'ROOM', order: '--order', occupied: ['--occupied', '--reason', '--vacant'] },
  },
  'logins.add': { command: 'login add', inputs: { name: 'NAME', email: '--email', password: 'stdin' } },
  'logins.list': { command: 'login list', inputs: {} },
  'logins.remove': { command: 'login remove', inputs: { name: 'NAME' } },
  'logins.test': { command: 'login test', inputs: { name: 'NAME', mac: 'MAC' } },
  'plans.make': { command: 'plan', inputs: { selection, allow: '--allow' } },
  'plans.show': { command: 'plan show', inputs: { plan: 'PLAN' } },
  'runs.start': {
    command: 'run',
    inputs: {
      plan: 'PLAN',
      confirm: '--confirm',
      options: ['--concurrency', '--quiet', '--no-pilot', '--max-failures'],
      canAsk: null,
      by: null,
    },
  },
  'runs.continue': { command: 'continue', inputs: { run: 'RUN', confirm: '--confirm', canAsk: null, by: null } },
  'runs.check': { command: 'check', inputs: { run: 'RUN', quietS: '--quiet', by: null } },
  // what a run under way is asked and told: followed by `run`, stopped by Ctrl-C, answered at its question
  'runs.watch': { command: 'run', inputs: { run: null } },
  'runs.stop': { command: 'run', inputs: { run: null, how: null } },
  'runs.verdict': { command: 'run', inputs: { run: null, group: null, go: null } },
  'runs.list': { command: 'runs', inputs: {} },
  'runs.status': { command: 'status', inputs: { run: 'RUN' } },
  'cards.checklist': {
    command: 'checklist',
    inputs: {
      run: '--run',
      selection,
      file: '--out',
      paper: '--paper',
      lang: '--lang',
      press: '--press',
      large: '--large',
      pocket: '--pocket',
      order: '--order',
      by: null,
    },
  },
  // the same for a page that cannot write files, and what it shows and enters: its door is the window
  'cards.print': {
    command: 'serve',
    inputs: {
      run: null,
      macs: null,
      selection: null,
      press: null,
      paper: null,
      lang: null,
      large: null,
      pocket: null,
      order: null,
      preview: null,
      by: null,
    },
  },
  'cards.show': { command: 'serve', inputs: { run: null } },
  'cards.page': { command: 'serve', inputs: { run: null, page: null } },
  'cards.enter': { command: 'serve', inputs: { run: null, results: null, by: null, entered: null } },
  'plugs.labelSheets': { command: 'serve', inputs: {} },
  'plugs.printLabels': { command: 'serve', inputs: { selection: null, sheet: null, start: null } },
  'cards.tickPage': {
    command: 'tick',
    inputs: {
      run: 'RUN',
      page: '--page',
      done: 'MAC',
      notFound: '--not-found',
      dead: '--dead',
      by: '--by',
      entered: null,
    },
  },
  'cards.tick': {
    command: 'tick',
    inputs: {
      run: 'RUN',
      mac: 'MAC',
      result: ['--done', '--found', '--dead', '--withdraw'],
      by: '--by',
      entered: null,
    },
  },
  'cards.tickFile': {
    command: 'tick',
    inputs: { run: 'RUN', file: '--csv', dryRun: '--dry-run', by: '--by' },
  },
  // the line comes from stdin, the mode from lines before it
  'cards.tickScanned': { command: 'tick', inputs: { run: 'RUN', line: '--scan', mode: null, by: '--by' } },
};

/** Every command of the contract with the names of its inputs. */
const commands: { path: string; inputs: string[] }[] = Object.entries(contract).flatMap(([room, calls]) => {
  const named: [string, { '~orpc': { inputSchema?: unknown } }][] =
    '~orpc' in calls ? [[room, calls]] : Object.entries(calls).map(([name, call]) => [`${room}.${name}`, call]);
  return named.map(
    ([
      path,
      {
        '~orpc': { inputSchema },
      },
    ]) => ({
      path,
      inputs: inputSchema instanceof z.ZodObject ? Object.keys(inputSchema.shape) : [],
    }),
  );
});

/** All that stands in a room's sources. */
function sourcesOf(room: string): string {
  const folder = fileURLToPath(new URL(`../../${room}`, import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

const silentIo = () => ({
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  env: {},
  cwd: '/',
  onInterrupt: () => () => undefined,
});

test('every command of the contract has a door on the command line, whose help names each input', async (t) => {
  assert.deepEqual(Object.keys(doors).sort(), commands.map(({ path }) => path).sort());
  const sources = sourcesOf('cli');
  const window = sourcesOf('renderer');
  const lines = allCommands(buildProgram(silentIo(), () => undefined));
  for (const { path, inputs } of commands)
    await t.test(path, () => {
      const door = doors[path];
      assert.ok(door);
      const isCalled = new RegExp(`\\bclient\\.${path.replace('.', '\\.')}\\(`);
      if (door.command === 'serve') assert.match(window, isCalled, 'the window calls it');
      else assert.match(sources, isCalled, 'the command line calls it');
      assert.deepEqual(Object.keys(door.inputs).sort(), inputs.sort());
      const words = door.command.split(' ');
      const line = lines.find(
        (c) => c.name() === words.at(-1) && (c.parent?.name() === words.at(-2) || words.length === 1),
      );
      assert.ok(line !== undefined, `there is no plugfleet ${door.command}`);
      assert.notEqual(line.description(), '');
      const help = `${line.helpInformation()}${line.description()}`;
      for (const [input, named] of Object.entries(door.inputs))
        for (const name of named === null ? [] : [named].flat())
          assert.match(
            help,
            new RegExp(`(?:^|[\\s<[])${name}(?:[\\s>\\].,]|$)`, 'm'),
            `${input} is not named in the help`,
          );
      for (const option of line.options) assert.notEqual(option.description, '', option.flags);
    });
});

test('every command of the contract is answered by the client in this process', async (t) => {
  const desk = newDesk(t);
  await using host = openHost({ db: desk.db, mode: 'own', command: 'test', env: surroundings(desk) });
  for (const { path, inputs } of commands)
    await t.test(path, async () => {
      const call = path.split('.').reduce<unknown>((at, part) => Reflect.get(at as object, part), host.client) as (
        input?: unknown,
      ) => Promise<unknown>;
      // nonsense gets as far as the schema of the command, which is the proof that there is one
      if (inputs.length > 0)
        await assert.rejects(call({ [inputs[0] ?? '']: Symbol('nonsense') }), { code: 'BAD_REQUEST' });
      else assert.equal(typeof (await call()), 'object');
    });
});

/** A desk with three plugs that are found and owned, a site, and a plan. */
async function deskWithPlan(
  t: Parameters<typeof newDesk>[0],
): Promise<{ desk: Desk; macs: string[]; plan: string; network: string }> {
  const prefix = await freeAddresses();
  const plugs = house(prefix, 3, () => ({ model: 'HS103', transport: 'xor', watts: 0 }));
  await startPlugs(t, { plugs, timeScale: 0.1 });
  const desk = newDesk(t);
  await addLogin(desk);
  const network = `${prefix}.1.0/29`;
  await typed(desk, ['scan', '--network', network, '--own', 'all']);
  await typed(desk, ['site', 'set', 'Depot', '--network', network]);
  const planned = await typed(desk, ['--json', 'plan', plugs[0]?.mac ?? '']);
  const { plan } = PlanDocument.parse(JSON.parse(planned.stdout));
  return { desk, macs: plugs.map(({ mac }) => mac), plan: plan.id, network };
}

test('with --json, before or after the command, every command says exactly one document on stdout', async (t) => {
  const { desk, macs, plan, network } = await deskWithPlan(t);
  const [, second = '', third = ''] = macs;
  writeFileSync(join(desk.folder, 'in.csv'), `mac\n${second}\n`);
  const lines: [argv: string[], keys: string[]][] = [
    [
      ['scan', '--network', network],
      ['networks', 'plugs', 'others', 'tookMs'],
    ],
    [['list'], ['plugs']],
    [
      ['show', second],
      ['plug', 'sightings', 'ledger'],
    ],
    [['own', second], ['changed']],
    [['disown', third], ['changed']],
    [['protect', second, '--reason', 'x'], ['changed']],
    [['unprotect', second], ['changed']],
    [['set', second, '--label', 'Lamp'], ['changed']],
    [['site', 'list'], ['sites']],
    [['site', 'set', 'Annex'], ['site']],
    [['room', 'set', 'Annex', '1'], ['room']],
    [['login', 'list'], ['logins']],
    [['login', 'remove', 'fleet'], ['logins']],
    [
      ['import', 'in.csv'],
      ['added', 'updated', 'rejected'],
    ],
    [['export', 'out.csv'], ['file']],
    [
      ['labels', '--out', 'labels.pdf'],
      ['file', 'labels', 'pages', 'sheet'],
    ],
    [['plan', second], ['plan']],
    [['plan', 'show', plan], ['plan']],
    [['run', plan, '--confirm', '1', '--quiet', '0.5'], ['run']],
    [['runs'], ['runs']],
    [
      ['checklist', second, '--out', 'cards.pdf'],
      ['file', 'cards', 'run'],
    ],
  ];
  for (const [argv, keys] of lines) {
    const places = [
      [...argv, '--json'],
      ['--json', ...argv],
    ];
    // what can be said once only is said once only
    for (const line of argv[0] === 'run' || argv[1] === 'remove' ? places.slice(0, 1) : places) {
      const { exit, stdout, stderr } = await typed(desk, line);
      assert.equal(exit, 0, `${line.join(' ')}: ${stderr}`);
      const told: unknown = JSON.parse(stdout);
      for (const key of keys)
        assert.ok(typeof told === 'object' && told !== null && key in told, `${line.join(' ')}: ${key}`);
    }
  }
  const { runs } = z
    .object({ runs: z.array(z.object({ id: z.string() })) })
    .parse(JSON.parse((await typed(desk, ['runs', '--json'])).stdout));
  const [hands = '', network1 = ''] = [runs[0]?.id, runs.at(-1)?.id];
  for (const argv of [
    ['status', hands],
    ['check', network1, '--quiet', '0.5'],
    ['tick', hands, second, '--dead'],
    ['continue', network1, '--confirm', '1'],
    ['login', 'test', 'nobody'],
  ]) {
    const { stdout } = await typed(desk, ['--json', ...argv]);
    assert.equal(typeof JSON.parse(stdout), 'object', argv.join(' '));
  }
});

test('the other global options stand before or after the command as well', async (t) => {
  const desk = newDesk(t);
  const csv = join(desk.folder, 'in.csv');
  writeFileSync(csv, 'mac\n50:C7:BF:00:00:01\n');
  const db = join(desk.folder, 'other.db');
  assert.equal((await typed(desk, ['import', csv, '--db', db])).exit, 0);
  for (const argv of [
    ['--db', db, 'list'],
    ['list', '--db', db],
    ['--db', 'other.db', 'list'],
  ])
    assert.match((await typed(desk, argv)).stdout, /1 plug\n/, argv.join(' '));
  for (const argv of [
    ['--quiet-output', 'list', '--db', db],
    ['list', '--db', db, '--quiet-output'],
  ]) {
    const { exit, stdout, stderr } = await typed(desk, argv);
    assert.deepEqual([exit, stdout, stderr], [0, '', '']);
  }
  const error = await typed(desk, ['show', '--no-color', 'nonsense', '--db', db], { isTerminal: true });
  assert.match(error.stderr, /^Error \(bad-input\)/);
});

test('in a pipe there are no escape codes, progress is plain lines, and a reader who leaves is no failure', async (t) => {
  const { desk, network } = await deskWithPlan(t);
  for (const argv of [['list'], ['scan', '--network', network], ['show', 'nonsense']]) {
    const { stdout, stderr } = await spawned(desk, argv);
    assert.ok(!`${stdout}${stderr}`.includes('\u001B') && !`${stdout}${stderr}`.includes('\r'), argv.join(' '));
  }
  const many = join(desk.folder, 'many.csv');
  const rows = Array.from(
    { length: 2000 },
    (_, i) => `60C7BF00${i.toString(16).padStart(4, '0')},Lamp ${'x'.repeat(80)}`,
  );
  writeFileSync(many, `mac,alias\n${rows.join('\n')}\n`);
  assert.equal((await typed(desk, ['import', many])).exit, 0);
  const shell = `"${process.execPath}" "${program}" list | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', shell], {
    encoding: 'utf8',
    env: { ...process.env, ...surroundings(desk) },
  });
  assert.match(stdout, /^MAC .+\n0\n$/);
  assert.equal(stderr, '');
});

test('a person at a terminal sees progress that writes over itself, colours on errors, and tidy columns', async (t) => {
  const python = spawnSync('python3', ['-c', 'import pty']);
  if (python.status !== 0) return t.skip('there is no python3 with pty here');
  const { desk, network } = await deskWithPlan(t);
  const atTerminal = (argv: string[], env: Record<string, string> = {}): string =>
    spawnSync('python3', ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', process.execPath, program, ...argv], {
      encoding: 'utf8',
      input: '',
      env: { ...process.env, ...surroundings(desk), TERM: 'xterm', NO_COLOR: '', ...env },
      timeout: 60_000,
    }).stdout;
  const scan = atTerminal(['scan', '--network', network]).replaceAll('\r\u001B[2K', '<wipe>');
  assert.match(scan, /<wipe>Asking \d+ of \d+ addresses, \d+ plugs? found<wipe>/);
  // the last progress is wiped before words are said
  const [, words = ''] = /<wipe>(MAC .+)$/s.exec(scan) ?? [];
  assert.match(words, /^MAC +MODEL/);
  assert.ok(!words.includes('\u001B'), 'no codes among the words');
  const red = '\u001B[31m';
  assert.ok(atTerminal(['show', 'nonsense']).includes(red));
  assert.ok(!atTerminal(['show', 'nonsense'], { NO_COLOR: '1' }).includes(red));
  assert.ok(!atTerminal(['show', 'nonsense', '--no-color']).includes(red));
});

test('a plug with a wicked name cannot act on the terminal of the person who lists it', async (t) => {
  const prefix = await freeAddresses();
  const names = nastyNames;
  const plugs = house(prefix, names.length, (index) => ({
    transport: index % 2 === 0 ? 'xor' : 'klap-2',
    model: 'HS103',
    alias: names[index] ?? '',
  }));
  await startPlugs(t, { plugs, timeScale: 0.1 });
  const desk = newDesk(t);
  await addLogin(desk);
  const csv = join(desk.folder, 'in.csv');
  writeFileSync(
    csv,
    `mac,label\n${plugs.map(({ mac }, i) => `${mac},"${(names[i] ?? '').replace('\r\n', '\u2028').replaceAll('"', '""')}"`).join('\n')}\n`,
  );
  for (const argv of [
    ['scan', '--network', `${prefix}.1.0/26`, '--own', 'all'],
    ['list'],
    ['import', csv],
    ['list'],
    ['list', '--json'],
    ['show', plugs[0]?.mac ?? ''],
    ['plan', '--all'],
    ['site', 'set', 'Tower\u001B[2J'],
    ['room', 'set', 'Tower\u001B[2J', '\u202E1'],
    ['site', 'list'],
    ['show', '\u001B[2J'],
    ['erase\u001B[2J'],
  ]) {
    const { stdout, stderr } = await typed(desk, argv);
    assertHarmless(argv.join(' '), `${stdout}\n${stderr}`);
  }
});
