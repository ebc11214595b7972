import type { Command } from 'commander';
import { exits, PlugfleetError } from '../../contract/index.ts';
import { type Door, follow } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { macOf, type SelectionOptions, selectionOf, withSelection } from '../selection.ts';
import { printable } from '../table.ts';
import { isTickIn, type TickInOptions, tickIn, withTickIn } from './tick-in.ts';

const papers = ['a4', 'letter'] as const;

async function checklist(
  door: Door,
  macs: string[],
  o: SelectionOptions & { run?: string; out: string; paper?: string },
): Promise<number> {
  const paper = papers.find((p) => p === (o.paper ?? 'a4').toLowerCase());
  if (paper === undefined)
    throw new PlugfleetError('bad-input', `--paper takes ${papers.join(' or ')}, not '${o.paper}'`);
  const selection = selectionOf(macs, o);
  const isSelected = Object.keys(selection).length > 0;
  if (o.run !== undefined && isSelected) throw new PlugfleetError('bad-input', 'name either --run or plugs, not both');
  if (o.run === undefined && !isSelected) throw new PlugfleetError('empty-selection');
  const input = {
    file: door.path(o.out),
    paper,
    by: door.by,
    ...(o.run === undefined ? { selection } : { run: o.run }),
  };
  // a run's cards can be printed beside the process that carries it out
  return await door.withFleet(o.run === undefined ? 'own' : 'read', async ({ client }) => {
    const written = await door.abortable(async (signal) =>
      follow(await client.cards.checklist(input, { signal }), (news) =>
        door.out.progress(`Drawing card ${news.done} of ${news.total}`),
      ),
    );
    door.out.document(written);
    if (!door.out.json)
      door.out.say(
        `${written.cards} cards of run ${written.run}: ${written.file}\nTick them off with: plugfleet tick ${written.run} MAC --done`,
      );
    return exits.done;
  });
}

async function tick(
  door: Door,
  run: string,
  mac: string | undefined,
  o: TickInOptions & { done?: boolean; found?: string; dead?: boolean; withdraw?: boolean },
): Promise<number> {
  if (isTickIn(mac, o)) return await tickIn(door, run, o);
  if (mac === undefined) throw new PlugfleetError('bad-input', 'name the MAC of the plug, or use --csv or --scan');
  if (o.found !== undefined && o.found !== 'no')
    throw new PlugfleetError('bad-input', `--found takes no, not '${o.found}'`);
  const results = [
    ...(o.done ? ['done' as const] : []),
    ...(o.found === 'no' ? ['not-found' as const] : []),
    ...(o.dead ? ['dead' as const] : []),
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

/** Commands about the cards for plugs that only a hand can erase. */
export function registerCards(program: Command, run: Registrar): void {
  withSelection(program.command('checklist').description('print a card for each plug that needs a hand at its button'))
    .option('--run <RUN>', 'the cards of this run; with a selection, a hands-only run is made')
    .requiredOption('--out <FILE>', 'the PDF to write')
    .option('--paper <SIZE>', 'a4 or letter')
    .action(run(checklist));
  withTickIn(program.command('tick').description('enter the result of a card, or of many'))
    .argument('<RUN>')
    .argument('[MAC]')
    .option('--done', 'erased by hand (default)')
    .option('--found <no>', 'it was not there')
    .option('--dead', 'it does not power on')
    .option('--withdraw', 'take the tick back; it stays in the ledger')
    .option('--by <NAME>', 'who did it')
    .action(run(tick));
}
