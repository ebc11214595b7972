import type { Command } from 'commander';
import { exits, type ImportResult } from '../../contract/index.ts';
import type { Door } from '../door.ts';
import { givenFile } from '../given-file.ts';
import type { Registrar } from '../registrar.ts';
import { printable } from '../table.ts';
import { writeExport } from '../write-export.ts';

async function importFile(door: Door, name: string, o: { dryRun?: boolean }): Promise<number> {
  const file = await givenFile(door.path(name));
  const dryRun = o.dryRun === true;
  return await door.withFleet('own', async ({ client }) => {
    const result = await client.plugs.import({ file, dryRun, by: door.by });
    door.out.document(result);
    if (!door.out.json) tell(door, result, name);
    return result.rejected.length > 0 ? exits.incomplete : exits.done;
  });
}

function tell({ out }: Door, result: ImportResult, name: string): void {
  const { added, updated, unchanged, rejected, notes, rows } = result;
  for (const row of rows ?? []) out.say(`  line ${row.line}: ${row.mac} ${rowWords(row)}`);
  const same = unchanged > 0 ? ` (${unchanged} of them as they were)` : '';
  const will = rows === undefined ? '' : 'A dry run, nothing is kept. It would be: ';
  out.say(`${will}${added} added, ${updated} updated${same}, ${rejected.length} rejected`);
  for (const { line, why } of rejected) out.say(`  line ${line}: ${printable(why)}`);
  for (const { line, note } of notes) out.note(`  line ${line}: ${printable(note)}`);
  if (rows !== undefined && added + updated > unchanged) out.say(`To bring it in: plugfleet import ${printable(name)}`);
}

type Row = NonNullable<ImportResult['rows']>[number];

/** What a row would do, each cell before and after. */
function rowWords({ what, changes }: Row): string {
  if (what === 'unchanged') return 'as it is';
  const value = (text: string | null): string => (text === null || text === '' ? 'nothing' : `'${printable(text)}'`);
  const words = changes.map(({ field, before, after }) =>
    what === 'added' ? `${printable(field)} ${value(after)}` : `${printable(field)} ${value(before)} → ${value(after)}`,
  );
  return [what === 'added' ? 'is new' : 'changes', ...(words.length === 0 ? [] : [words.join(', ')])].join(': ');
}

const exportFile = (door: Door, name: string, o: { format?: string }): Promise<number> =>
  writeExport(door, name, o.format, 'The inventory is', (client, format) => client.plugs.export({ format }));

/** Commands that bring plugs in from files, and put them into files. */
export function registerFiles(program: Command, run: Registrar): void {
  program
    .command('import')
    .description('merge plugs from a list, row by row: CSV (comma, semicolon, tab) or .xlsx')
    .argument('<FILE>')
    .option('--dry-run', 'tell what each row would change, and change nothing')
    .action(run(importFile));
  program
    .command('export')
    .description('write the inventory to a .csv, .xlsx or .json file')
    .argument('<FILE>', 'where to; - for stdout')
    .option('--format <csv|xlsx|json>', 'other than the name of the file tells')
    .action(run(exportFile));
}
