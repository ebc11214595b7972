import type { Command } from 'commander';
import { exits } from '../../contract/index.ts';
import { refuseOwnFiles } from '../../host/index.ts';
import type { Door } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { numberOf } from '../selection.ts';
import { printable, table } from '../table.ts';
import { writeWhole } from '../write-whole.ts';

interface ListFlags {
  run?: string;
  mac?: string;
  kind?: string;
  text?: string;
  before?: string;
  limit?: string;
}

async function list(door: Door, o: ListFlags): Promise<number> {
  const { before, limit, ...filter } = o;
  return await door.withFleet('read', async ({ client }) => {
    const { entries, more } = await client.ledger.list({
      ...filter,
      ...(before === undefined ? {} : { before: numberOf('--before', before, { whole: true, min: 1 }) }),
      ...(limit === undefined ? {} : { limit: numberOf('--limit', limit, { whole: true, min: 1 }) }),
    });
    door.out.document({ entries, more });
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
          ? `The ledger is whole: ${found.entries} entries, head ${found.head}`
          : `The ledger is NOT whole: ${found.reason}`,
      );
    return found.ok ? exits.done : exits.incomplete;
  });
}

async function backup(door: Door, file: string): Promise<number> {
  const path = door.path(file);
  return await door.withFleet('read', async ({ client }) => {
    refuseOwnFiles(door.database, path);
    const { base64 } = await client.database.backup();
    writeWhole(path, Buffer.from(base64, 'base64'));
    door.out.document({ file: path });
    if (!door.out.json) door.out.say(`A checked copy of the database is in ${path}. The passwords are not in it.`);
    return exits.done;
  });
}

/** Looking at what was done, and keeping it safe. */
export function registerLedger(program: Command, run: Registrar): void {
  const ledger = program.command('ledger').description('everything that was done to plugs');
  ledger
    .command('list')
    .description('the newest entries first')
    .option('--run <RUN>', 'those of a run')
    .option('--mac <MAC>', 'those of a plug')
    .option('--kind <KIND>', 'those of a kind, such as receipt')
    .option('--text <TEXT>', 'those in which this text stands')
    .option('--before <ENTRY>', 'those older than this entry')
    .option('--limit <N>', 'at most so many (default 100)')
    .action(run(list));
  ledger.command('verify').description('follow the chain of hashes from the first entry').action(run(verify));
  program
    .command('db')
    .description('the database')
    .command('backup')
    .description('write a checked copy of the database into a new file')
    .argument('<FILE>')
    .action(run(backup));
}
