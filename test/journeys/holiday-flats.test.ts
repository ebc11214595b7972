import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { cardPayload, PaperLang, RunItem } from '../../contract/index.ts';
import type { PlugSpec } from '../../simulator/index.ts';
import { paperLanguages } from '../../text/index.ts';
import { noPoppler, textOf } from '../paper/print.ts';
import { structureOf, textIn } from '../paper/structure.ts';
import { addLogin, freeAddresses, newDesk, PlanDocument, PlugsDocument, RunDocument, startPlugs } from './fleet-cli.ts';
import { house } from './house.ts';
import { typed } from './typed.ts';

const Written = z.object({ run: z.string(), cards: z.number(), pages: z.number() });
const Scanned = z.object({ entered: z.number(), rejected: z.number(), items: z.array(RunItem) });
const Shown = z.object({
  conflicts: z.array(z.object({ run: z.string(), ticks: z.array(z.object({ by: z.string() })) })),
});

/** One plug a flat: nine KP125M, five P125M, eight HS105. */
const flats = [
  ...Array.from({ length: 9 }, () => 'KP125M'),
  ...Array.from({ length: 5 }, () => 'P125M'),
  ...Array.from({ length: 8 }, () => 'HS105'),
].map((model, index) => ({ model, flat: index + 1, label: `F${index + 1} key ${101 + index}` }));

/**
 * A host has 22 holiday flats with a plug in each, and changes the Wi-Fi of all of them. The host plans at home; the
 * cleaner walks with paper in hand and comes back with it.
 */
test('22 flats on paper: every plug has one card, and what was done by hand adds up', {
  skip: noPoppler,
}, async (t) => {
  const prefix = await freeAddresses();
  const plugs: PlugSpec[] = house(prefix, 22, (index) => ({ model: flats[index]?.model ?? '', watts: 0 }));
  // in flat 7 a guest has a plug as well
  const [guest] = house(prefix, 23, () => ({ model: 'HS103' })).slice(22);
  assert.ok(guest);
  const fleet = await startPlugs(t, { plugs: [...plugs, guest], timeScale: 0.1 });
  const desk = newDesk(t);
  await addLogin(desk);
  const macOf = (flat: number): string => plugs[flat - 1]?.mac ?? assert.fail(`flat ${flat}`);

  const rows = flats.map(({ flat, label }) => `${macOf(flat)},${label},Seaview,Flat ${flat},yes`);
  writeFileSync(join(desk.folder, 'flats.csv'), `mac,label,site,room,owned\r\n${rows.join('\r\n')}\r\n`);
  await desk.read(z.unknown(), ['import', 'flats.csv']);
  for (const { flat } of flats)
    assert.equal((await typed(desk, ['room', 'set', 'Seaview', `Flat ${flat}`, '--order', `${flat}`])).exit, 0);

  // while they are online they are read: Matter codes are kept, the guest's plug is never ours
  await desk.read(z.unknown(), ['scan', '--network', `${prefix}.1.0/27`], { exits: [0, 1] });
  await desk.plan('--all');
  assert.equal((await desk.plugs()).find(({ mac }) => mac === guest.mac)?.owned, false);

  // the old Wi-Fi is gone; now only hands can do it
  await fleet.network('down');
  const { plan } = await desk.read(PlanDocument, ['plan', '--all']);
  const ways = plan.items.map(({ way }) => way);
  // the guest's plug is of the plan, and left alone
  assert.deepEqual(
    [ways.filter((way) => way === 'hands').length, ways.filter((way) => way === 'leave').length],
    [22, 1],
  );
  const { run: started } = await desk.read(RunDocument, ['run', plan.id, '--confirm', '0'], { exits: [0, 1] });
  const run = started.id;
  assert.deepEqual([started.counts.needsHands, started.counts.leftAlone], [22, 1]);

  // each language and size: a card for each of them and for nothing else, with place, hold time and reason
  for (const lang of PaperLang.options)
    for (const paper of ['a4', 'letter', 'a5']) {
      const printed = await typed(desk, [
        '--json',
        'checklist',
        '--run',
        run,
        '--paper',
        paper,
        '--lang',
        lang,
        '--out',
        'cards.pdf',
      ]);
      const made = Written.parse(JSON.parse(printed.stdout));
      assert.equal(made.cards, 22);
      if (paper === 'a5') assert.equal(made.pages, 23);
      const [document] = structureOf(join(desk.folder, 'cards.pdf')).children;
      const cards = (document?.children ?? []).filter(({ tag }) => tag === 'Sect').map(textIn);
      const words = paperLanguages[lang];
      const has = (card: string, what: string): boolean => card.replace(/\s+/g, '').includes(what.replace(/\s+/g, ''));
      assert.equal(cards.length, 22, `${lang} ${paper}`);
      for (const { flat, label } of flats) {
        const card = cards[flat - 1] ?? '';
        const said = [
          macOf(flat),
          label,
          `${words.room}${words.colon}Flat ${flat}`,
          words.steps.press.erase.replace('{seconds}', '10'),
          words.whys.silent,
        ];
        for (const what of said) assert.ok(has(card, what), `${lang} ${paper}, flat ${flat}: ${what}\n${card}`);
      }
      const text = textOf(join(desk.folder, 'cards.pdf'));
      assert.equal(text.includes(guest.mac), false);
      assert.ok(has(text, words.offList));
      if (paper === 'a5')
        assert.ok(
          cards.slice(0, 14).every((card) => card.includes('3497-011-2332')),
          'Matter codes',
        );
    }

  // the cleaner: 18 pressed, flat 4 ticked without pressing, two not found, one dead
  const notFound = [12, 20];
  const dead = [9];
  const forgotten = 4;
  const done = flats.map(({ flat }) => flat).filter((flat) => !notFound.includes(flat) && !dead.includes(flat));
  for (const flat of done.filter((one) => one !== forgotten)) await fleet.pressButton(macOf(flat), 10);
  for (const flat of notFound) await fleet.powerOff(macOf(flat));

  // back at the desk the pages are scanned in one go
  const codes = (of: readonly number[]): string[] => of.map((flat) => cardPayload(run, macOf(flat)));
  const lines = [...codes(done), 'not-found', ...codes(notFound), 'dead', ...codes(dead)];
  const scanned = await desk.read(Scanned, ['tick', run, '--scan', '--by', 'A. Cleaner'], {
    stdin: `${lines.join('\n')}\n`,
  });
  assert.deepEqual([scanned.entered, scanned.rejected], [22, 0]);
  const counts = async () => {
    const { needsHands, byHand, notFound: absent, dead: gone, reset } = (await desk.status(run)).counts;
    return { needsHands, byHand, absent, gone, reset };
  };
  assert.deepEqual(await counts(), { needsHands: 0, byHand: 19, absent: 2, gone: 1, reset: 0 });

  // the caretaker has found one of the two: both words stay, the newer counts
  await desk.read(z.unknown(), ['tick', run, macOf(12), '--done', '--by', 'Caretaker']);
  await fleet.powerOn(macOf(12));
  await fleet.pressButton(macOf(12), 10);
  const { conflicts } = await desk.read(Shown, ['show', macOf(12)]);
  assert.deepEqual(
    conflicts.map((one) => [one.run, one.ticks.map(({ by }) => by).sort()]),
    [[run, ['A. Cleaner', 'Caretaker']]],
  );
  assert.deepEqual(await counts(), { needsHands: 0, byHand: 20, absent: 1, gone: 1, reset: 0 });

  // the network is back for a look: who ticked without pressing is heard as before, and not called wiped
  await fleet.network('up');
  await desk.read(z.unknown(), ['scan', '--network', `${prefix}.1.0/27`], { exits: [0, 1] });
  const standings = new Map(
    (await desk.read(PlugsDocument, ['list'])).plugs.map(({ mac, standing }) => [mac, standing]),
  );
  assert.notEqual(standings.get(macOf(forgotten)), 'wiped');
  for (const flat of [...done, 12].filter((one) => one !== forgotten))
    assert.equal(standings.get(macOf(flat)), 'wiped', `flat ${flat}`);
  // what the paper says and what really happened
  const truth = new Map((await fleet.plugs()).map((one) => [one.mac, one]));
  assert.equal(plugs.filter(({ mac = '' }) => truth.get(mac)?.erased).length, 19);
  assert.equal(truth.get(guest.mac ?? '')?.erased, false);
  assert.ok([...truth.values()].every(({ resetCommands }) => resetCommands.length === 0));

  // the cover adds up, whatever state they are in
  await desk.read(Written, ['checklist', '--run', run, '--out', 'after.pdf']);
  const cover = textOf(join(desk.folder, 'after.pdf'), '-layout', '-l', '1');
  const told = [...cover.matchAll(/^\S.*? {2,}(\d+)$/gm)].map(([, count]) => Number(count));
  const total = told.pop();
  assert.deepEqual([total, told.reduce((sum, count) => sum + count, 0)], [23, 23]);
  assert.equal(desk.ledger().verified.ok, true);
});
