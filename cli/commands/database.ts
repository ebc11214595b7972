import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { advice, exits, PlugfleetError } from '../../contract/index.ts';
import { checkFile, refuseOwnFiles, restoreFile } from '../../host/index.ts';
import { writeWhole } from '../../machine/index.ts';
import type { Door } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { printable } from '../table.ts';

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

async function check(door: Door, file?: string): Promise<number> {
  const path = there(file === undefined ? door.database : door.path(file));
  const checked = checkFile(path);
  door.out.document(checked);
  if (!door.out.json) {
    const { ok, entries, newestAt, found } = checked;
    const newest = newestAt === null ? '' : `, the newest of ${newestAt}`;
    if (ok) door.out.say(`${path} is sound. Ledger entries: ${entries}${newest}`);
    else
      door.out.say(
        [`${path} is NOT sound:`, ...found.map((line) => `  ${printable(line)}`), advice['database-damaged'].next].join(
          '\n',
        ),
      );
  }
  return checked.ok ? exits.done : exits.incomplete;
}

async function restore(door: Door, file: string): Promise<number> {
  const restored = restoreFile(there(door.path(file)), door.ownDatabase());
  door.out.document(restored);
  if (!door.out.json) {
    const { before, check } = restored;
    door.out.say(`${file} is now the database ${restored.file}.`);
    if (before !== null) door.out.say(`What was there before is kept in ${before}`);
    door.out.say(
      check.newestAt === null
        ? 'Nothing had been done yet when the copy was made.'
        : `It knows what was done until ${check.newestAt}. Before going on: plugfleet scan, and plugfleet check RUN.`,
    );
  }
  return exits.done;
}

function there(path: string): string {
  if (!existsSync(path)) throw new PlugfleetError('database-unopenable', `there is no ${path}`);
  return path;
}

/** The database as a file: copied, looked through, put back. */
export function registerDatabase(program: Command, run: Registrar): void {
  const database = program.command('db').description('the database');
  database
    .command('backup')
    .description('write a checked copy of the database into a new file')
    .argument('<FILE>')
    .action(run(backup));
  database
    .command('check')
    .description('look through the whole database, or a copy of it, for damage')
    .argument('[FILE]', 'a copy (default: the database)')
    .action(run(check));
  database
    .command('restore')
    .description('put a copy in the place of the database; what was there is kept beside it')
    .argument('<FILE>', 'a backup, or the .bak from before an update')
    .action(run(restore));
}
