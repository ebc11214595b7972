import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { exits, PlugfleetError } from '../../contract/index.ts';
import { refuseOwnFiles } from '../../host/index.ts';
import type { Door } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { systemCode, writeWhole } from '../write-whole.ts';

async function importFile(door: Door, file: string): Promise<number> {
  const path = door.path(file);
  let csv: string;
  try {
    csv = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PlugfleetError('file-unreadable', `${path} cannot be read (${systemCode(cause)})`, { cause });
  }
  return await door.withFleet('own', async ({ client }) => {
    const result = await client.plugs.import({ csv, by: door.by });
    door.out.document(result);
    if (!door.out.json) {
      door.out.say(`${result.added} added, ${result.updated} updated, ${result.rejected.length} rejected`);
      for (const { line, why } of result.rejected) door.out.say(`  line ${line}: ${why}`);
    }
    return result.rejected.length > 0 ? exits.incomplete : exits.done;
  });
}

async function exportFile(door: Door, file: string): Promise<number> {
  const path = door.path(file);
  const format = extname(path).slice(1).toLowerCase();
  if (format !== 'csv' && format !== 'json')
    throw new PlugfleetError('bad-input', `the file's name must end in .csv or .json, not '${extname(path)}'`);
  return await door.withFleet('read', async ({ client }) => {
    refuseOwnFiles(door.database, path);
    const { text } = await client.plugs.export({ format });
    writeWhole(path, text);
    door.out.document({ file: path });
    if (!door.out.json) door.out.say(`The inventory is in ${path}`);
    return exits.done;
  });
}

/** Commands that bring plugs in from files, and put them into files. */
export function registerFiles(program: Command, run: Registrar): void {
  program
    .command('import')
    .description('merge plugs from a CSV file, row by row')
    .argument('<FILE>')
    .action(run(importFile));
  program
    .command('export')
    .description('write the inventory to a .csv or .json file')
    .argument('<FILE>')
    .action(run(exportFile));
}
