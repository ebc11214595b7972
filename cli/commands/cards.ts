import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { CardOrder, exits, PaperLang, PlugfleetError, Press } from '../../contract/index.ts';
import { numbersIn } from '../card-numbers.ts';
import { countOf } from '../count-words.ts';
import { type Door, follow } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { macOf, type SelectionOptions, selectionOf, withSelection } from '../selection.ts';
import { printable } from '../table.ts';
import { isTickIn, type TickInOptions, tickIn, withTickIn } from './tick-in.ts';

const papers = ['a4', 'letter', 'a5'] as const;

interface ChecklistFlags extends SelectionOptions {
  run?: string;
  out: string;
  paper?: string;
  lang?: string;
  press?: string;
  large?: boolean;
  pocket?: boolean;
  order?: string;
}

/** One of a few words, in any capitals. @throws `bad-input` that names them all */
function oneOf<T extends string>(option: string, words: readonly T[], typed: string): T {
  const word = words.find((one) => one === typed.toLowerCase());
  if (word === undefined) throw new PlugfleetError('bad-input', `${option} takes ${words.join(', ')}; not '${typed}'`);
  return word;
}

async function checklist(door: Door, macs: string[], o: ChecklistFlags): Promise<number> {
  const selection = selectionOf(macs, o);
  const input = {
    file: door.path(o.out),
    paper: oneOf('--paper', papers, o.paper ?? 'a4'),
    lang: oneOf('--lang', PaperLang.options, o.lang ?? 'en'),
    large: o.large === true,
    pocket: o.pocket === true,
    order: oneOf('--order', CardOrder.options, o.order ?? 'walk'),
    ...(o.press === undefined ? {} : { press: oneOf('--press', Press.options, o.press) }),
    by: door.by,
    ...(o.run === undefined ? { selection } : { run: o.run }),
  };
  const isSelected = Object.keys(selection).length > 0;
  if (o.run !== undefined && isSelected) throw new PlugfleetError('bad-input', 'name either --run or plugs, not both');
  if (o.run === undefined && !isSelected) throw new PlugfleetError('empty-selection');
  const print = (mode: 'own' | 'read') =>
    door.withFleet(mode, async ({ client }) => {
      const written = await door.abortable(async (signal) =>
        follow(await client.cards.checklist(input, { signal }), (news) =>
          door.out.progress(`Drawing card ${news.done} of ${news.total}`),
        ),
      );
      door.out.document(written);
      if (!door.out.json) tellWritten(door, written);
      return exits.done;
    });
  if (o.run === undefined) return await print('own');
  // there is nothing to own yet, and nothing is made by looking
  if (!existsSync(door.database)) return await print('read');
  try {
    return await print('own');
  } catch (thrown) {
    // a run's cards can be printed beside the process that carries it out, and from a file that may only be read
    if (!(thrown instanceof PlugfleetError && unowned.includes(thrown.code))) throw thrown;
    return await print('read');
  }
}

const unowned: readonly string[] = ['database-in-use', 'database-newer', 'database-read-only'];

function tellWritten(
  door: Door,
  written: { files: readonly string[]; cards: number; pages: number; run: string; notes: readonly string[] },
): void {
  const { files, cards, pages, run, notes } = written;
  for (const note of notes) door.out.note(note);
  const [first = ''] = files;
  door.out.say(
    `${countOf(cards, 'card')} of run ${run} on ${countOf(pages, 'page')}: ${files.length === 1 ? first : ''}`.trimEnd(),
  );
  if (files.length > 1) for (const file of files) door.out.say(`  ${file}`);
  if (cards > 0)
    door.out.say(`Tick them off with: plugfleet tick ${run} --page CODE 1 2 3, or plugfleet tick ${run} MAC`);
}

interface TickFlags extends TickInOptions {
  page?: string;
  done?: boolean;
  found?: string;
  notFound?: string[];
  /** True without numbers. */
  dead?: true | string[];
  withdraw?: boolean;
}

async function tick(door: Door, run: string, given: string[], o: TickFlags): Promise<number> {
  if (isTickIn(given, o)) return await tickIn(door, run, o);
  if (o.page !== undefined) return await tickPage(door, run, o.page, given, o);
  if (o.notFound !== undefined) throw new PlugfleetError('bad-input', '--not-found takes numbers of a --page');
  if (o.found !== undefined && o.found !== 'no')
    throw new PlugfleetError('bad-input', `--found takes no, not '${o.found}'`);
  // what stands behind --dead is the MAC where there is no page
  const macs = [...given, ...(Array.isArray(o.dead) ? o.dead : [])];
  const [mac] = macs;
  if (mac === undefined || macs.length > 1)
    throw new PlugfleetError('bad-input', 'name one MAC, or the numbers of a --page');
  const results = [
    ...(o.done ? ['done' as const] : []),
    ...(o.found === 'no' ? ['not-found' as const] : []),
    ...(o.dead === undefined ? [] : ['dead' as const]),
    ...(o.withdraw ? ['withdraw' as const] : []),
  ];
  const [result = 'done'] = results;
  if (results.length > 1)
    throw new PlugfleetError('bad-input', 'a card has one result: --done, --found no, --dead or --withdraw');
  return await door.withFleet('own', async ({ client }) => {
    const { item } = await client.cards.tick({ run, mac: macOf(mac), result, by: o.by ?? door.by, entered: 'cli' });
    door.out.document({ item });
    if (!door.out.json) door.out.say(`${item.mac} ${printable(item.plug.label ?? item.plug.alias)}: ${item.at}`);
    return exits.done;
  });
}

async function tickPage(door: Door, run: string, page: string, done: string[], o: TickFlags): Promise<number> {
  if (o.withdraw || o.found !== undefined)
    throw new PlugfleetError('bad-input', 'with --page: numbers, --not-found and --dead; take a tick back by its MAC');
  if (o.dead === true) throw new PlugfleetError('bad-input', '--dead takes numbers of the page');
  const input = {
    run,
    page,
    done: numbersIn(done),
    notFound: numbersIn(o.notFound ?? []),
    dead: numbersIn(o.dead ?? []),
    by: o.by ?? door.by,
    entered: `cli page ${page}`.slice(0, 40),
  };
  return await door.withFleet('own', async ({ client }) => {
    const ticked = await client.cards.tickPage(input);
    door.out.document(ticked);
    if (door.out.json) return exits.done;
    const already = new Set(ticked.already);
    for (const item of ticked.items)
      door.out.say(
        `${item.mac} ${printable(item.plug.label ?? item.plug.alias)}: ${item.at}${already.has(item.mac) ? ' (entered before)' : ''}`,
      );
    for (const { number, note } of ticked.notes) door.out.say(`  number ${number}: ${printable(note)}`);
    const fresh = ticked.items.length - already.size;
    door.out.say(
      `Page ${ticked.page}: ${fresh} entered${already.size > 0 ? `, ${already.size} were entered before` : ''}`,
    );
    return exits.done;
  });
}

/** Commands about the cards for plugs that only a hand can erase. */
export function registerCards(program: Command, run: Registrar): void {
  withSelection(program.command('checklist').description('print a card for each plug that needs a hand at its button'))
    .option('--run <RUN>', 'the cards of this run; with a selection, a hands-only run is made')
    .requiredOption('--out <FILE>', 'the PDF to write; more than 500 cards go to FILE-1, FILE-2 and so on')
    .option('--paper <SIZE>', 'a4, letter, or a5 with one card a page')
    .option('--lang <LANG>', `language of the paper: ${PaperLang.options.join(', ')}`)
    .option('--press <PRESS>', 'erase (10 s, everything) or wifi (5 s, for a new Wi-Fi; never counts as a reset)')
    .option('--large', 'larger letters')
    .option('--pocket', 'a list with one line a plug instead of cards')
    .option('--order <ORDER>', 'rooms in the order of the walk (walk), from its end (back), or by name (rooms)')
    .action(run(checklist));
  withTickIn(
    program
      .command('tick')
      .description('enter the results of cards: of one by its MAC, of a page by its code and numbers, or of a list'),
  )
    .argument('<RUN>')
    .argument('[MAC...]', 'the plug; with --page the numbers that were done: 1 3 7-12')
    .option('--page <CODE>', 'the code at the foot of a printed page')
    .option('--done', 'erased by hand (default)')
    .option('--found <no>', 'it was not there')
    .option('--not-found <NUMBERS...>', 'numbers of the page that were not there')
    .option('--dead [NUMBERS...]', 'it does not power on; with --page, its numbers')
    .option('--withdraw', 'take the tick back; it stays in the ledger')
    .option('--by <NAME>', 'who did it')
    .action(run(tick));
}
