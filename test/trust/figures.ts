import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { withGenerated } from '../../tools/generated-part.ts';

const root = join(import.meta.dirname, '..', '..');
const page = join(root, 'docs', 'RELIABILITY.md');

export interface Circumstances {
  /** Where chance has a part in it. */
  seed?: number;
  tookMs: number;
}

type Figures = readonly (readonly [name: string, value: string | number])[];

/** Writes the figures of a full run into one part of docs/RELIABILITY.md. */
export function writeFigures(part: string, o: { line: string; figures: Figures; more?: string } & Circumstances): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const figures: Figures = [
    ['date', new Date().toISOString().slice(0, 10)],
    ['commit', `\`${commit}\``],
    ['Node, processors', `${process.version}, ${availableParallelism()}`],
    ...(o.seed === undefined ? [] : [['seed', o.seed] as const]),
    ['took', `${Math.round(o.tookMs / 60_000)} min`],
    ...o.figures,
  ];
  const table = ['| | |', '| --- | --- |', ...figures.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
  const text = [`**${o.line}**`, table, ...(o.more === undefined ? [] : [o.more])].join('\n\n');
  writeFileSync(page, withGenerated(readFileSync(page, 'utf8'), part, text));
}
