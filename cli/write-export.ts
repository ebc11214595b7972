import { once } from 'node:events';
import { extname } from 'node:path';
import { exits, PlugfleetError } from '../contract/index.ts';
import { type Client, refuseOwnFiles } from '../host/index.ts';
import { writeWhole } from '../machine/index.ts';
import type { Door } from './door.ts';

const formats = ['csv', 'xlsx', 'json'] as const;
type Format = (typeof formats)[number];

/**
 * Puts what `ask` gives into a file whose name tells the format, or on stdout (`-`).
 * @param format other than the name tells
 * @param what "The inventory is", for the word that it is done
 */
export async function writeExport(
  door: Door,
  name: string,
  format: string | undefined,
  what: string,
  ask: (client: Client, format: Format) => Promise<{ file: Blob }>,
): Promise<number> {
  const toStdout = name === '-';
  // a document on stdout is JSON, whatever it holds
  const byName = toStdout ? (door.out.json ? 'json' : 'csv') : extname(name).slice(1).toLowerCase();
  const taken = formats.find((one) => one === (format?.toLowerCase() ?? byName));
  if (taken === undefined)
    throw new PlugfleetError(
      'bad-input',
      format === undefined
        ? `the file's name must end in .csv or .json or .xlsx, not '${extname(name)}'`
        : `--format takes ${formats.join(', ')}, not '${format}'`,
    );
  if (toStdout) refuseOnStdout(door, taken);
  const path = door.path(name);
  return await door.withFleet('read', async ({ client }) => {
    if (!toStdout) refuseOwnFiles(door.database, path);
    const { file } = await ask(client, taken);
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (toStdout) {
      if (!door.io.stdout.write(bytes)) await once(door.io.stdout, 'drain');
      return exits.done;
    }
    writeWhole(path, bytes);
    door.out.document({ file: path });
    if (!door.out.json) door.out.say(`${what} in ${path}`);
    return exits.done;
  });
}

function refuseOnStdout({ io, out }: Door, format: Format): void {
  if (format === 'xlsx' && io.stdout.isTTY === true)
    throw new PlugfleetError('bad-input', 'a workbook is not for a terminal; name a file');
  if (out.json && format !== 'json')
    throw new PlugfleetError('bad-input', `with --json the document on stdout is JSON, not ${format}`);
}
