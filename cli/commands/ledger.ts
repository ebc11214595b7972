import type { Command } from 'commander';
import { exits, PlugfleetError } from '../../contract/index.ts';
import { countOf } from '../count-words.ts';
import type { Door } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { numberOf } from '../selection.ts';
import { printable, table } from '../table.ts';
import { writeExport } from '../write-export.ts';

interface FilterFlags {
  run?: string;
  mac?: string;
  kind?: string[];
  by?: string;
  since?: string;
  until?: string;
  text?: string;
}

interface ListFlags extends FilterFlags {
  before?: string;
  after?: string;
  limit?: string;
}

/** A day is that day here, from its first moment on; a moment is taken as it is. @throws `bad-input` */
function momentOf(name: string, text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const moment = new Date(isDay ? `${text}T00:00:00` : text);
  if (Number.isNaN(moment.getTime()))
    throw new PlugfleetError('bad-input', `${name} takes a day (2026-11-28) or a moment, not '${text}'`);
  return moment.toISOString();
}

const filterOf = ({ since, until, ...filter }: FilterFlags) => ({
  ...filter,
  ...(since === undefined ? {} : { since: momentOf('--since', since) }),
  ...(until === undefined ? {} : { until: momentOf('--until', until) }),
});

async function list(door: Door, o: ListFlags): Promise<number> {
  const { before, after, limit, ...filter } = o;
  return await door.withFleet('read', async ({ client }) => {
    const { entries, more, total, newest } = await client.ledger.list({
      ...filterOf(filter),
      ...(after === undefined ? {} : { after: numberOf('--after', after, { whole: true, min: 0 }) }),
      ...(before === undefined ? {} : { before: numberOf('--before', before, { whole: true, min: 1 }) }),
      ...(limit === undefined ? {} : { limit: numberOf('--limit', limit, { whole: true, min: 1 }) }),
    });
    door.out.document({ entries, more, total, newest });
    if (!door.out.json) {
      const rows = entries.map(({ seq, at, kind, run, mac, body }) => [
        String(seq),
        at,
        kind,
        run ?? '',
        mac ?? '',
        printable(JSON.stringify(body)),
      ]);
      door.out.say(table(['entry', 'at', 'what', 'run', 'plug', 'more'], rows));
      if (more) door.out.say(`There are older ones: --before ${entries.at(-1)?.seq}`);
    }
    return exits.done;
  });
}

async function verify(door: Door): Promise<number> {
  return await door.withFleet('read', async ({ client }) => {
    const found = await client.ledger.verify();
    door.out.document(found);
    if (!door.out.json)
      door.out.say(
        found.ok
          ? `The ledger is whole: ${countOf(found.entries, 'entry', 'entries')}, head ${found.head}`
          : `The ledger is NOT whole: ${found.reason}`,
      );
    return found.ok ? exits.done : exits.incomplete;
  });
}

const exportEntries = (door: Door, name: string, o: FilterFlags & { format?: string }): Promise<number> => {
  const { format, ...filter } = o;
  return writeExport(door, name, format, 'The entries are', (client, as) =>
    client.ledger.export({ ...filterOf(filter), format: as }),
  );
};

/** Adds the flags that say which entries are meant. */
const withFilter = (command: Command): Command =>
  command
    .option('--run <RUN>', 'those of a run')
    .option('--mac <MAC>', 'those of a plug')
    .option('--kind <KIND...>', 'those of these kinds, such as receipt')
    .option('--by <NAME>', 'what this person did')
    .option('--since <DAY>', 'from this day or moment on')
    .option('--until <DAY>', 'before this day or moment')
    .option('--text <TEXT>', 'those in which these words stand, or whose plug is called so');

/** Looking at what was done. */
export function registerLedger(program: Command, run: Registrar): void {
  const ledger = program.command('ledger').description('everything that was done to plugs');
  withFilter(ledger.command('list').description('the newest entries first'))
    .option('--before <ENTRY>', 'those older than this entry')
    .option('--after <ENTRY>', 'those newer than this entry')
    .option('--limit <N>', 'at most so many (default 100)')
    .action(run(list));
  ledger.command('verify').description('follow the chain of hashes from the first entry').action(run(verify));
  withFilter(ledger.command('export').description('write entries to a .csv, .xlsx or .json file'))
    .argument('<FILE>', 'where to; - for stdout')
    .option('--format <csv|xlsx|json>', 'other than the name of the file tells')
    .action(run(exportEntries));
}
