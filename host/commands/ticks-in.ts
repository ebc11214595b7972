import { readScanned } from '../../contract/index.ts';
import { parseTicks } from '../../paper/index.ts';
import { enterTicks } from '../enter-ticks.ts';
import { bytesOf } from '../file-content.ts';
import { runById, showRun } from '../records.ts';
import { os } from './os.ts';

/** Longest line of a scanner that is looked at. */
const longestLine = 500;

const tickFile = os.cards.tickFile.handler(async ({ context, input }) => {
  const parsed = parseTicks(await bytesOf(input.file));
  const wishes = parsed.rows.map((row) => ({ ...row, by: row.by ?? input.by }));
  const { rows, rejected } = enterTicks(context, input.run, wishes, { entered: 'csv', dryRun: input.dryRun });
  return {
    rows,
    rejected: [...parsed.rejected, ...rejected].sort((a, b) => a.line - b.line),
    blank: parsed.blank,
  };
});

const tickScanned = os.cards.tickScanned.handler(({ context, input }) => {
  const { line, mode, by } = input;
  const { id } = runById(context.store, input.run).folded;
  const scanned = line.length > longestLine ? undefined : readScanned(line);
  if (scanned === undefined) {
    const shown = line.trim().slice(0, 60);
    return { is: 'rejected' as const, mac: null, why: `'${shown}' is no code of a plug, no MAC and no mode` };
  }
  if (scanned.is === 'mode') return { is: 'mode' as const, mode: scanned.mode };
  const { mac, run } = scanned;
  const result = mode === 'undo' ? 'withdraw' : mode;
  const { rows, rejected } = enterTicks(context, id, [{ line: 1, mac, result, by, doneAt: null, run }], {
    entered: 'scan',
    dryRun: false,
  });
  const [row] = rows;
  const item = showRun(context, id).items.find((one) => one.mac === mac);
  if (row === undefined || item === undefined)
    return { is: 'rejected' as const, mac, why: rejected[0]?.why ?? `${mac} is not in run ${id}` };
  return { is: 'tick' as const, what: row.what, note: row.note, item };
});

export const ticksIn = { tickFile, tickScanned };
