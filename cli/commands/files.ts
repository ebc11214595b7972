import { once } from 'node:events';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { exits, type ImportResult, PlugfleetError } from '../../contract/index.ts';
import { refuseOwnFiles } from '../../host/index.ts';
import type { Door } from '../door.ts';
import { givenFile } from '../given-file.ts';
import type { Registrar } from '../registrar.ts';
import { printable } from '../table.ts';
import { writeWhole } from '../write-whole.ts';

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

const formats = ['csv', 'xlsx', 'json'] as const;
type Format = (typeof formats)[number];

async function exportFile(door: Door, name: string, o: { format?: string }): Promise<number> {
  const toStdout = name === '-';
  // a document on stdout is JSON, whatever it holds
  const byName = toStdout ? (door.out.json ? 'json' : 'csv') : extname(name).slice(1).toLowerCase();
  const format = formats.find((one) => one === (o.format?.toLowerCase() ?? byName));
  if (format === undefined)
    throw new PlugfleetError(
      'bad-input',
      o.format === undefined
        ? `the file's name must end in .csv or .json or .xlsx, not '${extname(name)}'`
        : `--format takes ${formats.join(', ')}, not '${o.format}'`,
    );
  if (toStdout) refuseOnStdout(door, format);
  const path = door.path(name);
  return await door.withFleet('read', async ({ client }) => {
    if (!toStdout) refuseOwnFiles(door.database, path);
    const { file } = await client.plugs.export({ format });
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (toStdout) {
      if (!door.io.stdout.write(bytes)) await once(door.io.stdout, 'drain');
      return exits.done;
    }
    writeWhole(path, bytes);
    door.out.document({ file: path });
    if (!door.out.json) door.out.say(`The inventory is in ${path}`);
    return exits.done;
  });
}

function refuseOnStdout({ io, out }: Door, format: Format): void {
  if (format === 'xlsx' && io.stdout.isTTY === true)
    throw new PlugfleetError('bad-input', 'a workbook is not for a terminal; name a file');
  if (out.json && format !== 'json')
    throw new PlugfleetError('bad-input', `with --json the document on stdout is JSON, not ${format}`);
}

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
