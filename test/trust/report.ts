import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ledgerKinds } from '../../contract/index.ts';
import { withGenerated } from '../../tools/generated-part.ts';
import type { Tally } from './story.ts';
import { oneLine } from './trial.ts';

const root = join(import.meta.dirname, '..', '..');
const page = join(root, 'docs', 'RELIABILITY.md');

/** Writes the figures of a full run into the page. */
export function writeFigures(tally: Tally, o: { seed: number; tookMs: number }): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const figures = [
    ['date', new Date().toISOString().slice(0, 10)],
    ['commit', `\`${commit}\``],
    ['Node, processors', `${process.version}, ${availableParallelism()}`],
    ['seed', o.seed],
    ['took', `${Math.round(o.tookMs / 60_000)} min`],
    ['plugs', tally.plugs],
    ['resets that reached a plug', tally.resets],
    ['ledger entries', tally.entries],
    ['kills at moments of chance', tally.kills - [...tally.at.values()].reduce((a, b) => a + b, 0)],
  ];
  const kinds = ledgerKinds.map((kind) => `${kind} ${tally.at.get(kind) ?? 0}`).join(' · ');
  const text = [
    `**${oneLine(tally)}**`,
    ['| | |', '| --- | --- |', ...figures.map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
    `Killed right after an entry of the kind: ${kinds}.`,
  ].join('\n\n');
  writeFileSync(page, withGenerated(readFileSync(page, 'utf8'), 'kills', text));
}
