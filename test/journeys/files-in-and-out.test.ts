import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Desk, newDesk } from './fleet-cli.ts';
import { contentOf, refused } from './refusal.ts';
import { program, surroundings, typed } from './typed.ts';

/** A desk with a few plugs out of a list. */
async function deskWithList(t: TestContext, list: string): Promise<Desk> {
  const desk = newDesk(t);
  writeFileSync(join(desk.folder, 'first.csv'), list);
  assert.equal((await typed(desk, ['import', 'first.csv'])).exit, 0);
  return desk;
}

const small = 'mac;model;site;room;owned\n50C7BF000001;HS103;Depot;A1;yes\n50C7BF000002;P110;Depot;A2;no\n';

test('a dry run shows what each row would change, applies nothing, and tells the truth', async (t) => {
  const desk = await deskWithList(t, small);
  writeFileSync(
    join(desk.folder, 'next.csv'),
    'mac,site,room,owned,note,label\n50C7BF000001,depot,B7,,"left, behind",\u001B[2JLamp\n50C7BF000002,,,,,\n50C7BF000003,Annex,1,yes,,\n47000001,,,,,\n50C7BF000002,,C,,,\n',
  );
  const before = contentOf(desk.db);
  const dry = await typed(desk, ['import', 'next.csv', '--dry-run', '--json']);
  assert.equal(contentOf(desk.db), before);
  assert.equal(dry.exit, 1);
  const told = JSON.parse(dry.stdout);
  assert.deepEqual(told, {
    added: 1,
    updated: 2,
    unchanged: 1,
    rejected: [
      { line: 5, why: told.rejected[0]?.why },
      { line: 6, why: '50:C7:BF:00:00:02 stands already in line 3' },
    ],
    notes: [{ line: 2, note: 'label held control or invisible characters; they are left out' }],
    rows: [
      {
        line: 2,
        mac: '50:C7:BF:00:00:01',
        what: 'updated',
        changes: [
          { field: 'label', before: null, after: '[2JLamp' },
          { field: 'room', before: 'A1', after: 'B7' },
          { field: 'note', before: null, after: 'left, behind' },
        ],
      },
      { line: 3, mac: '50:C7:BF:00:00:02', what: 'unchanged', changes: [] },
      {
        line: 4,
        mac: '50:C7:BF:00:00:03',
        what: 'added',
        changes: [
          { field: 'site', before: null, after: 'Annex' },
          { field: 'room', before: null, after: '1' },
          { field: 'owned', before: null, after: 'yes' },
        ],
      },
    ],
  });
  assert.match(told.rejected[0]?.why ?? '', /leading zeros.+Text/);

  const words = await typed(desk, ['import', 'next.csv', '--dry-run']);
  assert.match(words.stdout, /line 2: 50:C7:BF:00:00:01 changes: label nothing → '\[2JLamp', room 'A1' → 'B7'/);
  assert.match(words.stdout, /line 3: 50:C7:BF:00:00:02 as it is/);
  assert.match(
    words.stdout,
    /A dry run, nothing is kept. It would be: 1 added, 2 updated \(1 of them as they were\), 2 rejected/,
  );
  assert.equal(contentOf(desk.db), before);

  const real = JSON.parse((await typed(desk, ['import', 'next.csv', '--json'])).stdout);
  const { rows: _rows, ...rest } = told;
  assert.deepEqual(real, rest);
  const again = JSON.parse((await typed(desk, ['import', 'next.csv', '--json'])).stdout);
  assert.deepEqual([again.added, again.updated, again.unchanged], [0, 3, 3]);
});

test('a row that contradicts what is known is refused, whichever key names the plug', async (t) => {
  const [one, two] = ['A1'.repeat(20), 'B2'.repeat(20)];
  const desk = await deskWithList(t, `mac,deviceId\n50C7BF000001,${one}\n50C7BF000002,\n`);
  const lists: [list: string, rejected: [line: number, why: string][]][] = [
    [`mac,deviceId\n50C7BF000001,${two}\n`, [[2, `50:C7:BF:00:00:01 has the device id ${one}`]]],
    [`mac,deviceId\n50C7BF000002,${one}\n`, [[2, `the device id ${one} is that of 50:C7:BF:00:00:01`]]],
    [
      `mac,deviceId,label\n,${one},by its id\n50C7BF000001,,by its MAC\n,${two},nobody\n`,
      [
        [3, 'it is the plug of line 2, 50:C7:BF:00:00:01'],
        [4, `no plug with the device id ${two} is known; give its MAC`],
      ],
    ],
  ];
  for (const [list, rejected] of lists) {
    writeFileSync(join(desk.folder, 'next.csv'), list);
    const told = JSON.parse((await typed(desk, ['import', 'next.csv', '--json'])).stdout);
    assert.deepEqual(
      told.rejected,
      rejected.map(([line, why]) => ({ line, why })),
    );
  }
  const shown = JSON.parse((await typed(desk, ['show', '50C7BF000001', '--json'])).stdout);
  assert.deepEqual([shown.plug.label, shown.plug.deviceId], ['by its id', one]);
});

test('what a file is counts, not what it is called; pipes are files too', async (t) => {
  const desk = await deskWithList(t, small);
  assert.equal((await typed(desk, ['export', 'fleet.xlsx'])).exit, 0);
  const other = newDesk(t);
  writeFileSync(join(other.folder, 'mail.csv'), readFileSync(join(desk.folder, 'fleet.xlsx')));
  writeFileSync(join(other.folder, 'mail.xlsx'), small);
  const came = JSON.parse((await typed(other, ['import', 'mail.csv', '--json'])).stdout);
  assert.deepEqual([came.added, came.rejected], [2, []]);
  const same = JSON.parse((await typed(other, ['import', 'mail.xlsx', '--json'])).stdout);
  assert.deepEqual([same.updated, same.unchanged], [2, 2]);
  const shell = `"${process.execPath}" "${program}" export - | "${process.execPath}" "${program}" import --json --db copy.db /dev/stdin`;
  const piped = spawnSync('bash', ['-c', shell], {
    encoding: 'utf8',
    cwd: desk.folder,
    env: { ...process.env, ...surroundings(desk) },
  });
  assert.equal(JSON.parse(piped.stdout).added, 2, piped.stderr);
});

test('what is too large, or no table, is refused and nothing of it is kept', async (t) => {
  const desk = await deskWithList(t, small);
  const file = openSync(join(desk.folder, 'huge.csv'), 'w');
  ftruncateSync(file, 200 * 1024 * 1024);
  closeSync(file);
  await refused(desk, ['import', 'huge.csv'], { code: 'bad-input', names: /huge\.csv has more than 64 MiB/ });
  await refused(desk, ['import', '/dev/zero'], { code: 'bad-input', names: /64 MiB/ });
  writeFileSync(join(desk.folder, 'plan.csv'), '%PDF-1.7');
  await refused(desk, ['import', 'plan.csv'], { code: 'bad-input', names: /PDF/ });
  writeFileSync(join(desk.folder, 'wrong.csv'), 'Name,Place\nLamp,Hall\n');
  await refused(desk, ['import', 'wrong.csv', '--dry-run'], { code: 'bad-input', names: /Name, Place/ });
});

test('an export goes to stdout where it is asked to, and a terminal is not acted on', async (t) => {
  const desk = await deskWithList(t, 'mac,label\n50C7BF000001,\\u{1B}[2J\n');
  const csv = await typed(desk, ['export', '-']);
  assert.match(csv.stdout, /^mac,deviceId.+\r\n50:C7:BF:00:00:01,.*\\u\{1B\}\[2J/);
  const json = await typed(desk, ['export', '-', '--json']);
  assert.equal(JSON.parse(json.stdout).plugs[0].label, '\u001B[2J');
  assert.ok(!json.stdout.includes('\u001B'));
  assert.deepEqual((await typed(desk, ['export', '-', '--format', 'json'])).stdout, json.stdout);
  assert.equal((await typed(desk, ['--json', 'export', '-', '--format', 'csv'])).exit, 2);
  assert.equal((await typed(desk, ['export', '-', '--format', 'doc'])).exit, 2);
  assert.equal((await typed(desk, ['export', 'x.txt', '--format', 'xlsx'])).exit, 0);
  assert.equal(readFileSync(join(desk.folder, 'x.txt'), 'latin1').slice(0, 2), 'PK');
});

test('an export replaces a file whole: through a link, with who may read it, never a folder', async (t) => {
  const desk = await deskWithList(t, small);
  const at = (name: string): string => join(desk.folder, name);
  mkdirSync(at('share'));
  writeFileSync(at('share/fleet.csv'), 'old', { mode: 0o644 });
  symlinkSync('share/fleet.csv', at('link.csv'));
  assert.equal((await typed(desk, ['export', 'link.csv'])).exit, 0);
  assert.ok(lstatSync(at('link.csv')).isSymbolicLink());
  assert.match(readFileSync(at('share/fleet.csv'), 'utf8'), /^mac,/);
  assert.equal(statSync(at('share/fleet.csv')).mode & 0o777, 0o644);
  assert.equal((await typed(desk, ['export', 'new.csv'])).exit, 0);
  assert.equal(statSync(at('new.csv')).mode & 0o777, 0o600);
  mkdirSync(at('folder.csv'));
  symlinkSync('folder.csv', at('to-folder.csv'));
  symlinkSync('loop.csv', at('loop.csv'));
  for (const target of ['folder.csv', 'to-folder.csv', 'loop.csv', 'nowhere/fleet.xlsx', 'new.csv/fleet.csv'])
    await refused(desk, ['export', target], { code: 'file-unwritable' });
  symlinkSync('fleet.db', at('innocent.csv'));
  await refused(desk, ['export', 'innocent.csv'], { code: 'file-unwritable', names: /belongs to the fleet/ });
  assert.deepEqual(
    readdirSync(desk.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.part')),
    [],
  );
});

test('labels go into a file of their own: through a link, never onto a folder or the fleet, all plugs unless some are named', async (t) => {
  const desk = await deskWithList(t, small);
  const at = (name: string): string => join(desk.folder, name);
  mkdirSync(at('folder.pdf'));
  symlinkSync('real.pdf', at('link.pdf'));
  writeFileSync(at('real.pdf'), 'old');
  const told = JSON.parse((await typed(desk, ['labels', '--out', 'link.pdf', '--json'])).stdout);
  assert.deepEqual([told.labels, told.pages, told.sheet], [2, 1, 'avery-l7160']);
  assert.ok(lstatSync(at('link.pdf')).isSymbolicLink());
  assert.equal(readFileSync(at('real.pdf'), 'latin1').slice(0, 5), '%PDF-');
  const one = JSON.parse((await typed(desk, ['labels', '50C7BF000002', '--out', 'one.pdf', '--json'])).stdout);
  assert.equal(one.labels, 1);
  for (const out of ['folder.pdf', 'nowhere/labels.pdf', 'fleet.db'])
    await refused(desk, ['labels', '--out', out], { code: 'file-unwritable' });
  await refused(desk, ['labels', '--room', 'Z9', '--out', 'x.pdf'], { code: 'empty-selection' });
  await refused(desk, ['labels', '--out', 'x.pdf', '--sheet', 'foo'], { code: 'bad-input', names: /avery-5160/ });
  await refused(desk, ['labels', '--out', 'x.pdf', '--start', '22'], { code: 'bad-input', names: /1 to 21/ });
  await refused(desk, ['labels', '--out', 'x.pdf', '--start', 'two'], { code: 'bad-input', names: /--start/ });
  assert.deepEqual(
    readdirSync(desk.folder).filter((name) => name.includes('.part') || name === 'x.pdf'),
    [],
  );
});

test('a disk that fills up in the middle of an export leaves the old file, and no half one', async (t) => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return t.skip('only root on Linux may mount');
  const rows = Array.from({ length: 5000 }, (_, n) => `50C7BF${n.toString(16).padStart(6, '0')},${'x'.repeat(150)}`);
  const desk = await deskWithList(t, `mac,alias\n${rows.join('\n')}\n`);
  const disk = join(desk.folder, 'disk');
  mkdirSync(disk);
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
  try {
    for (const name of ['fleet.csv', 'fleet.json']) {
      writeFileSync(join(disk, name), 'what was there');
      await refused(desk, ['export', `disk/${name}`], { code: 'disk-full', names: new RegExp(name) });
      await refused(desk, ['export', `disk/new-${name}`], { code: 'disk-full' });
      assert.equal(readFileSync(join(disk, name), 'utf8'), 'what was there');
    }
    assert.equal((await typed(desk, ['own', '--all'])).exit, 0);
    for (const [command, name] of [
      ['checklist', 'cards-1.pdf'],
      ['labels', 'labels.pdf'],
    ] as const) {
      writeFileSync(join(disk, name), 'what was there');
      const { exit, stderr } = await typed(desk, [command, '--all', '--out', `disk/${name.replace('-1', '')}`]);
      assert.deepEqual([exit, stderr.includes(name), /ENOSPC/.test(stderr)], [3, true, true], stderr);
      assert.equal(readFileSync(join(disk, name), 'utf8'), 'what was there');
    }
    // codes of pages that nobody holds in hand are in no ledger
    assert.equal(desk.ledger().entries.filter(({ kind }) => kind === 'checklist-printed').length, 0);
    assert.deepEqual(readdirSync(disk).sort(), ['cards-1.pdf', 'fleet.csv', 'fleet.json', 'labels.pdf']);
  } finally {
    execFileSync('/bin/umount', [disk]);
  }
});
