import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { canonicalPageCode, idLetters, RunItem } from '../../contract/index.ts';
import { noPoppler, textOf } from '../paper/print.ts';
import { type Desk, newDesk, PlugsDocument, RunDocument } from './fleet-cli.ts';
import { refused } from './refusal.ts';
import { typed } from './typed.ts';

const Written = z.object({
  file: z.string(),
  files: z.array(z.string()),
  cards: z.number(),
  pages: z.number(),
  run: z.string(),
  notes: z.array(z.string()),
});
const Ticked = z.object({ page: z.string(), items: z.array(RunItem), already: z.array(z.string()) });

async function read<T>(desk: Desk, schema: z.ZodType<T>, ...argv: string[]): Promise<T> {
  const { stdout, stderr } = await typed(desk, ['--json', ...argv]);
  const parsed = schema.safeParse(JSON.parse(stdout));
  assert.ok(parsed.success, `${argv.join(' ')}: ${stderr}`);
  return parsed.data;
}

/** A desk with owned plugs out of a list, none of which was ever heard: everything is work for hands. */
async function deskWithList(t: TestContext, plugs: number): Promise<Desk> {
  const desk = newDesk(t);
  const rows = Array.from({ length: plugs }, (_, i) => {
    const digits = i.toString(16).toUpperCase().padStart(4, '0');
    return `50C7BF00${digits},HS103,Lamp ${i},House,Room ${Math.floor(i / 10)},yes`;
  });
  writeFileSync(join(desk.folder, 'in.csv'), `mac,model,alias,site,room,owned\n${rows.join('\n')}\n`);
  assert.equal((await typed(desk, ['import', 'in.csv'])).exit, 0);
  return desk;
}

/** The printed pages of a run as the ledger has them. */
const pagesOf = (desk: Desk, run: string) =>
  desk
    .ledger()
    .entries.flatMap((entry) => (entry.kind === 'checklist-printed' && entry.run === run ? entry.body.pages : []));

const ticksOf = (desk: Desk): number => desk.ledger().entries.filter((entry) => entry.kind === 'tick').length;

test('the cleaner comes back with her list: a page is entered by its code and numbers', async (t) => {
  const desk = await deskWithList(t, 25);
  const made = await read(desk, Written, 'checklist', '--all', '--pocket', '--out', 'cards.pdf');
  assert.deepEqual([made.cards, made.notes], [25, []]);
  const [page] = pagesOf(desk, made.run);
  assert.ok(page);
  const [first, second, third, fourth, fifth, sixth] = page.macs;

  const argv = ['tick', made.run, '--page', page.code.toLowerCase(), '1', '4-5', '--not-found', '2', '--dead', '6'];
  const ticked = await read(desk, Ticked, ...argv, '--by', 'A. Cleaner');
  assert.deepEqual([ticked.page, ticked.already], [page.code, []]);
  const ends = new Map(ticked.items.map((item) => [item.mac, item.at]));
  assert.deepEqual([...ends].sort(), [
    [first, 'by-hand'],
    [second, 'not-found'],
    [fourth, 'by-hand'],
    [fifth, 'by-hand'],
    [sixth, 'dead'],
  ]);
  assert.ok(ticked.items.every((item) => item.tick?.by === 'A. Cleaner' && item.tick.entered.includes('page')));
  const { run } = await read(desk, RunDocument, 'status', made.run);
  assert.deepEqual([run.counts.byHand, run.counts.notFound, run.counts.dead, run.counts.needsHands], [3, 1, 1, 20]);

  // entered once more, with one number more: only that is new, and it is said
  const sameAgain = ['tick', made.run, '--page', page.code, '1,3-5', '--not-found', '2', '--dead', '6'];
  const again = await typed(desk, [...sameAgain, '--by', 'a. cleaner']);
  assert.equal(again.exit, 0, again.stderr);
  assert.match(again.stdout, new RegExp(`${first} .*entered before`));
  assert.match(again.stdout, new RegExp(`${third} Lamp \\d+: by-hand\n`));
  assert.match(again.stdout, /1 entered, 5 were entered before/);
  assert.equal(ticksOf(desk), 6);
  assert.equal(desk.ledger().verified.ok, true);

  // somebody else who says otherwise is told of it; both words stay
  const other = await typed(desk, ['tick', made.run, '--page', page.code, '2', '--by', 'Caretaker']);
  assert.match(other.stdout, /number 2: conflict: A\. Cleaner said not-found/);
  assert.equal(ticksOf(desk), 7);

  // by MAC as well, also with the MAC behind the option
  assert.equal((await typed(desk, ['tick', made.run, '--dead', page.macs[6] ?? ''])).exit, 0);
  assert.equal((await read(desk, RunDocument, 'status', made.run)).run.counts.dead, 2);
});

test('a mistyped code or number enters nothing and says what is wrong', async (t) => {
  const desk = await deskWithList(t, 4);
  const { run } = await read(desk, Written, 'checklist', '--all', '--out', 'cards.pdf');
  const { run: other } = await read(desk, Written, 'checklist', '--all', '--out', 'other.pdf');
  const [page] = pagesOf(desk, run);
  const code = page?.code ?? '';
  const own = new Set(pagesOf(desk, run).map((one) => one.code));
  const stranger = pagesOf(desk, other).find((one) => !own.has(one.code));
  const wrong = [...idLetters].map((letter) => code.slice(0, -1) + letter).find((each) => each !== code) ?? '';
  assert.equal(canonicalPageCode(wrong), undefined);
  for (const [argv, refusal] of [
    [['--page', wrong, '1'], { code: 'unknown-page', names: /a letter of it is wrong/ }],
    [['--page', stranger?.code ?? '', '1'], { code: 'unknown-page', names: /has no page/ }],
    [['--page', code, '1', '2', '9'], { code: 'bad-input', names: /has the numbers 1 to \d, not 9/ }],
    [['--page', code, '1', '--dead', '1'], { code: 'bad-input', names: /number 1 cannot be both/ }],
    [['--page', code], { code: 'bad-input', names: /no number/ }],
    [['--page', code, '3-1'], { code: 'bad-input', names: /'3-1'/ }],
    [['--page', code, '1', '--withdraw'], { code: 'bad-input', names: /by its MAC/ }],
    [['--not-found', '1'], { code: 'bad-input', names: /--page/ }],
    [[], { code: 'bad-input', names: /MAC/ }],
  ] as const)
    await refused(desk, ['tick', run, ...argv], refusal);
  assert.equal(ticksOf(desk), 0);
  assert.notEqual(run, other);
});

test('cards for a new Wi-Fi end in "by hand", leave the plug unwiped, and the next plan still wants it erased', async (t) => {
  const desk = await deskWithList(t, 2);
  const made = await read(desk, Written, 'checklist', '--all', '--press', 'wifi', '--out', 'cards.pdf');
  const [page] = pagesOf(desk, made.run);
  const ticked = await read(desk, Ticked, 'tick', made.run, '--page', page?.code ?? '', '1-2');
  assert.ok(ticked.items.every((item) => item.at === 'by-hand'));
  const { run } = await read(desk, RunDocument, 'status', made.run);
  assert.deepEqual([run.options.press, run.counts.byHand, run.counts.reset], ['wifi', 2, 0]);
  const { plugs } = await read(desk, PlugsDocument, 'list');
  assert.deepEqual(
    plugs.map((plug) => plug.standing),
    ['silent', 'silent'],
  );
  // an erasing list has them again, and this time they count as wiped
  const erase = await read(desk, Written, 'checklist', '--all', '--press', 'erase', '--out', 'erase.pdf');
  assert.equal(erase.cards, 2);
  for (const { mac } of plugs) assert.equal((await typed(desk, ['tick', erase.run, mac])).exit, 0);
  assert.ok((await read(desk, PlugsDocument, 'list')).plugs.every((plug) => plug.standing === 'wiped'));

  // what a run was made for cannot be printed otherwise
  const again = ['checklist', '--run', made.run, '--out', 'again.pdf'];
  await refused(desk, [...again, '--press', 'erase'], { code: 'bad-input', names: /was made for 'wifi'/ });
  assert.equal(existsSync(join(desk.folder, 'again.pdf')), false);
});

test('the paper speaks ten languages whatever the program does, and lists them', { skip: noPoppler }, async (t) => {
  const desk = await deskWithList(t, 3);
  await refused(desk, ['checklist', '--all', '--out', 'c.pdf', '--lang', 'xx'], {
    code: 'bad-input',
    names: /en, de, fr, es, it, nl, pt, pl, ja, zh/,
  });
  await refused(desk, ['checklist', '--all', '--out', 'c.pdf', '--press', 'soft'], {
    code: 'bad-input',
    names: /erase, wifi/,
  });
  assert.deepEqual(
    desk.ledger().entries.filter((entry) => entry.kind === 'run-started'),
    [],
  );
  const file = join(desk.folder, 'de.pdf');
  const made = await typed(desk, ['checklist', '--all', '--out', 'de.pdf', '--lang', 'DE', '--paper', 'A5', '--large']);
  assert.match(made.stdout, /^3 cards of run R-\w+ on 4 pages: /);
  assert.match(textOf(file), /Alles löschen \(10 s\)/);
});

test('more cards than one file bears: every file is named, the codes hold over all of them', async (t) => {
  const desk = await deskWithList(t, 502);
  const made = await read(desk, Written, 'checklist', '--all', '--pocket', '--out', 'cards.pdf');
  assert.deepEqual(
    made.files,
    ['cards-1.pdf', 'cards-2.pdf'].map((name) => join(desk.folder, name)),
  );
  assert.equal(made.file, made.files[0]);
  assert.deepEqual(
    readdirSync(desk.folder).filter((name) => name.endsWith('.pdf') || name.includes('.part')),
    ['cards-1.pdf', 'cards-2.pdf'],
  );
  const pages = pagesOf(desk, made.run);
  assert.equal(new Set(pages.map(({ code }) => code)).size, pages.length);
  assert.equal(new Set(pages.flatMap(({ macs }) => macs)).size, 502);
  const last = pages.at(-1);
  const { items } = await read(desk, Ticked, 'tick', made.run, '--page', last?.code ?? '', '1');
  assert.equal(items[0]?.mac, last?.macs[0]);
});
