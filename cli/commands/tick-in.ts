import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { exits, PlugfleetError, type RunItem, type ScanMode, type TicksEntered } from '../../contract/index.ts';
import type { Client } from '../../host/index.ts';
import type { Door } from '../door.ts';
import { givenFile } from '../given-file.ts';
import { printable } from '../table.ts';

export interface TickInOptions {
  csv?: string;
  scan?: boolean;
  dryRun?: boolean;
  by?: string;
}

/** Adds the ways in which the results of many cards are entered. */
export const withTickIn = (command: Command): Command =>
  command
    .option('--csv <FILE>', 'enter the results of a list: columns mac and result, perhaps by, at, run')
    .option('--scan', 'enter what a scanner reads, line by line, until Ctrl-D')
    .option('--dry-run', 'with --csv: tell what it would enter, and enter nothing');

/** Whether many cards are meant, not one. @throws `bad-input` for a mixture */
export function isTickIn(given: readonly string[], o: TickInOptions & { page?: string }): boolean {
  if (o.csv !== undefined && o.scan) throw new PlugfleetError('bad-input', 'enter either --csv or --scan, not both');
  const isIn = o.csv !== undefined || o.scan === true;
  if (o.dryRun && o.csv === undefined) throw new PlugfleetError('bad-input', '--dry-run is for --csv');
  if (isIn && (given.length > 0 || o.page !== undefined))
    throw new PlugfleetError('bad-input', 'name one MAC, or numbers of a --page, or --csv, or --scan');
  return isIn;
}

export const tickIn = (door: Door, run: string, o: TickInOptions): Promise<number> =>
  o.csv === undefined ? tickScanned(door, run, o) : tickFile(door, run, o.csv, o);

async function tickFile(door: Door, run: string, name: string, o: TickInOptions): Promise<number> {
  const file = await givenFile(door.path(name));
  return await door.withFleet('own', async ({ client }) => {
    const dryRun = o.dryRun === true;
    const told = await client.cards.tickFile({ run, file, dryRun, by: o.by ?? door.by });
    door.out.document(told);
    if (!door.out.json) tell(door, told, dryRun);
    return told.rejected.length > 0 ? exits.incomplete : exits.done;
  });
}

function tell({ out }: Door, { rows, rejected, blank }: TicksEntered & { blank: number }, dryRun: boolean): void {
  for (const { line, mac, what, before, after, note } of rows) {
    const change = what === 'already' ? `${after} already` : `${before} → ${after}`;
    if (dryRun || note !== null)
      out.say(`  line ${line}: ${mac} ${change}${note === null ? '' : ` (${printable(note)})`}`);
  }
  const entered = rows.filter(({ what }) => what === 'entered').length;
  const words = [
    `${entered} entered`,
    ...(rows.length > entered ? [`${rows.length - entered} were so already`] : []),
    ...(blank > 0 ? [`${blank} without a result`] : []),
    `${rejected.length} rejected`,
  ];
  out.say(`${dryRun ? 'A dry run, nothing is kept. It would be: ' : ''}${words.join(', ')}`);
  for (const { line, why } of rejected) out.say(`  line ${line}: ${printable(why)}`);
}

const modeWords: Record<ScanMode, string> = {
  done: 'done (erased by hand)',
  'not-found': 'not found',
  dead: 'dead',
  undo: 'undo: ticks are taken back',
};

/** Reads codes until the input ends. Each is entered at once: what was scanned is kept, whatever happens after. */
async function tickScanned(door: Door, run: string, o: TickInOptions): Promise<number> {
  const { out } = door;
  return await door.withFleet('own', async ({ client }) => {
    await client.runs.status({ run });
    const counts = { entered: 0, already: 0, rejected: 0 };
    const items = new Map<string, RunItem>();
    let mode: ScanMode = 'done';
    let isStopped = false;
    const lines = createInterface({ input: door.io.stdin, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    const release = door.io.onInterrupt(() => {
      isStopped = true;
      lines.close();
    });
    out.note('Scan the codes of plugs. Type done, not-found, dead or undo to change what is entered; Ctrl-D ends.');
    out.note(`Entering: ${modeWords[mode]}`);
    try {
      for await (const line of lines) {
        if (line.trim() === '') continue;
        const told = await client.cards.tickScanned({ run, line: line.slice(0, 1000), mode, by: o.by ?? door.by });
        if (told.is === 'mode') {
          mode = told.mode;
          out.note(`Entering: ${modeWords[mode]}`);
        } else if (told.is === 'rejected') {
          counts.rejected += 1;
          out.say(`NOT ENTERED: ${printable(told.why)}`);
        } else {
          counts[told.what] += 1;
          items.set(told.item.mac, told.item);
          out.say(tickWords(told));
        }
      }
    } finally {
      release();
      lines.close();
    }
    out.document({ ...counts, items: [...items.values()] });
    if (!out.json) out.say(`${counts.entered} entered, ${counts.already} were so already, ${counts.rejected} rejected`);
    if (isStopped) return exits.stopped;
    return counts.rejected > 0 ? exits.incomplete : exits.done;
  });
}

type Told = Extract<Awaited<ReturnType<Client['cards']['tickScanned']>>, { is: 'tick' }>;

function tickWords({ what, note, item }: Told): string {
  const place = [item.plug.site, item.plug.room].filter((text) => text !== null).join(', ');
  const name = printable(item.plug.label ?? item.plug.alias);
  const words = `${item.mac} ${name}${place === '' ? '' : ` (${printable(place)})`}: ${item.at}`;
  return `${words}${what === 'already' ? ', already' : ''}${note === null ? '' : `. ${printable(note)}`}`;
}
