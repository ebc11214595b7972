import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { ZipReader } from '../../paper/tables/xlsx/zip-reader.ts';
import { noPoppler, textOf } from '../paper/print.ts';
import { readPdf } from '../paper/read-pdf.ts';
import { addLogin, freeAddresses, newDesk, PlanDocument, PlugsDocument, RunDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { assertHarmless, nastyNames } from './nasty-names.ts';
import { typed } from './typed.ts';

test('whatever plugs, rooms and notes are called, no door acts on it', { timeout: 120_000 }, async (t) => {
  const prefix = await freeAddresses();
  const plugs = house(prefix, nastyNames.length, (i) => ({
    ...(i % 2 === 0 ? { transport: 'xor' as const } : { transport: 'klap-2' as const }),
    ...{ model: 'HS103', watts: 0, alias: nastyNames[i] ?? '' },
  }));
  await startPlugs(t, { plugs, timeScale: 0.1 });
  const desk = newDesk(t);
  await addLogin(desk);
  const said: { where: string; text: string; isDocument: boolean }[] = [];
  const type = async (...argv: string[]): Promise<{ exit: number | null; stdout: string }> => {
    const { exit, stdout, stderr } = await typed(desk, argv);
    said.push({ where: argv.join(' '), text: `${stdout}\n${stderr}`, isDocument: argv.includes('--json') });
    return { exit, stdout };
  };
  const did = async (...argv: string[]): Promise<string> => {
    const { exit, stdout } = await type(...argv);
    assert.equal(exit, 0, argv.join(' '));
    return stdout;
  };

  await did('scan', '--network', `${prefix}.1.0/26`, '--own', 'all');
  for (const [i, name] of nastyNames.entries()) {
    const mac = plugs[i]?.mac ?? '';
    // some are refused as names; then that is said without harm
    await type('set', mac, '--label', name);
    await type('site', 'set', name);
    await type('room', 'set', name, name, '--occupied', '2099-01-01', '--reason', name);
    await type('room', 'set', name, name, '--vacant');
    await type('set', mac, '--site', name, '--room', name);
    await type('set', mac, '--tag', name);
    await type('protect', mac, '--reason', name);
    await type('unprotect', mac);
    await type('show', name);
    await type('export', join(desk.folder, 'nowhere', name));
    await type('list', '--room', name);
  }
  const quoted = nastyNames.map((name, i) => `${plugs[i]?.mac},"${name.replaceAll('"', '""')}"`).join('\n');
  writeFileSync(join(desk.folder, 'in.csv'), `mac,note\n${quoted}\n`);
  await type('import', 'in.csv', '--dry-run');
  await type('import', 'in.csv');
  for (const look of [['list'], ['site', 'list'], ['show', plugs[0]?.mac ?? ''], ['plan', '--all']]) await did(...look);
  const { plugs: listed } = PlugsDocument.parse(JSON.parse(await did('--json', 'list')));
  assert.ok(
    listed.some(({ alias }) => alias.startsWith('<img')),
    JSON.stringify(listed.map((p) => [p.alias, p.label, p.room])),
  );
  assert.ok(listed.filter(({ room }) => room !== null).length > 15, 'rooms bear them too');

  const { plan } = PlanDocument.parse(JSON.parse(await did('--json', 'plan', '--all', '--allow', 'loaded')));
  const begin = ['run', plan.id, '--confirm', String(plan.counts.network), '--no-pilot', '--quiet', '1'];
  await type(...begin);
  await type('runs');
  const { plugs: after } = PlugsDocument.parse(JSON.parse(await did('--json', 'list')));
  assert.ok(after.some(({ standing }) => standing === 'wiped'));
  await did('ledger', 'list', '--limit', '200');
  for (const file of ['f.csv', 'f.json', 'f.xlsx']) await did('export', file);
  for (const file of ['l.csv', 'l.json', 'l.xlsx']) await did('ledger', 'export', file);
  await did('labels', '--out', 'labels.pdf');
  const cards = JSON.parse(await did('--json', 'checklist', '--all', '--out', 'cards.pdf'));
  await did('status', RunDocument.shape.run.shape.id.parse(cards.run));

  await t.test('the terminal', () => {
    for (const { where, text } of said) assertHarmless(JSON.stringify(where), text);
  });
  await t.test('text files, and no cell of a table is run', () => {
    for (const name of ['f.json', 'l.json']) assertHarmless(name, readFileSync(join(desk.folder, name), 'utf8'));
    for (const name of ['f.csv', 'l.csv']) {
      const text = readFileSync(join(desk.folder, name), 'utf8');
      const cells = cellsOf(text);
      assert.ok(cells.length > 100, name);
      for (const cell of cells) {
        assert.doesNotMatch(cell, /^[=+\-@\t\r\n]/, name);
        assertHarmless(name, cell.replaceAll(/[\t\r\n]/g, ' '));
      }
    }
  });
  await t.test('workbooks: every cell is text, and comes back as it was', async () => {
    for (const name of ['f.xlsx', 'l.xlsx']) {
      const sheet = new ZipReader(readFileSync(join(desk.folder, name)), 1e8).text('xl/worksheets/sheet1.xml') ?? '';
      assert.doesNotMatch(sheet, /<f[ >]|<hyperlink|<img/, name);
      assertHarmless(name, sheet.replaceAll(/[\t\r\n]/g, ' '));
      const cells = sheet.match(/<c [^>]*>/g) ?? [];
      assert.ok(cells.length > 20 && cells.every((cell) => cell.includes('t="inlineStr"')), name);
    }
    for (const name of ['f.xlsx', 'f.csv']) {
      const other = newDesk(t);
      writeFileSync(join(other.folder, name), readFileSync(join(desk.folder, name)));
      assert.equal((await typed(other, ['import', name])).exit, 0);
      const { plugs: back } = PlugsDocument.parse(JSON.parse((await typed(other, ['--json', 'list'])).stdout));
      const facts = (all: typeof back) => all.map((p) => [p.mac, p.label, p.site, p.room, p.tags]).sort();
      assert.deepEqual(facts(back), facts(after), name);
    }
  });
  await t.test('papers', () => {
    for (const name of ['labels.pdf', 'cards.pdf']) {
      const file = join(desk.folder, name);
      assert.doesNotMatch(readPdf(readFileSync(file)).source, /\/(?:JavaScript|JS|OpenAction|Launch|URI|AA)\b/, name);
      if (noPoppler) continue;
      assertHarmless(name, textOf(file).replaceAll('\f', '\n'));
    }
  });
  await t.test('and none of them became a place in the file system', () => {
    const mine = /^(?:fleet\.db(?:[-.].+)?|in\.csv|[fl]\.(?:csv|json|xlsx)|(?:labels|cards)\.pdf)$/;
    for (const name of readdirSync(desk.folder, { recursive: true, encoding: 'utf8' })) assert.match(name, mine);
    for (const name of ['outside', 'outside.pdf']) assert.ok(!existsSync(join(dirname(desk.folder), name)));
  });
});

/** The cells of a CSV file, as a spreadsheet would take them. */
const cellsOf = (csv: string): string[] =>
  [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare,
  );
