import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ledgerKinds } from '../../contract/index.ts';
import { withGenerated } from '../../tools/generated-part.ts';
import type { Fuzzed } from '../fuzz/fuzz-all.ts';
import type { Loaded } from './load.ts';
import type { Soaked } from './soak.ts';
import type { Footprint } from './steady.ts';
import type { Tally } from './story.ts';
import { oneLine } from './trial.ts';
import type { Weathered } from './weather.ts';

const root = join(import.meta.dirname, '..', '..');
const page = join(root, 'docs', 'RELIABILITY.md');

interface Circumstances {
  seed: number;
  tookMs: number;
}

type Figures = readonly (readonly [name: string, value: string | number])[];

/** The figures of a full run for one part of the page. */
function write(part: string, o: { line: string; figures: Figures; more?: string } & Circumstances): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const figures: Figures = [
    ['date', new Date().toISOString().slice(0, 10)],
    ['commit', `\`${commit}\``],
    ['Node, processors', `${process.version}, ${availableParallelism()}`],
    ['seed', o.seed],
    ['took', `${Math.round(o.tookMs / 60_000)} min`],
    ...o.figures,
  ];
  const table = ['| | |', '| --- | --- |', ...figures.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
  const text = [`**${o.line}**`, table, ...(o.more === undefined ? [] : [o.more])].join('\n\n');
  writeFileSync(page, withGenerated(readFileSync(page, 'utf8'), part, text));
}

export function writeFuzz({ targets, inputs, overSockets, found, slowest }: Fuzzed, o: Circumstances): void {
  write('fuzz', {
    ...o,
    line: `${targets} parsers, ${inputs} inputs each, 0 crashes`,
    figures: [
      ...overSockets.map(([target, tried]) => [`inputs of ${target}, which take a connection each`, tried] as const),
      ['inputs that reached new code, from which others were made', found],
      ['slowest input', `${slowest.tookMs.toFixed(0)} ms, of ${slowest.target}`],
    ],
  });
}

export function writeKills(tally: Tally, o: Circumstances): void {
  const kinds = ledgerKinds.map((kind) => `${kind} ${tally.at.get(kind) ?? 0}`).join(' · ');
  write('kills', {
    ...o,
    line: oneLine(tally),
    figures: [
      ['plugs', tally.plugs],
      ['resets that reached a plug', tally.resets],
      ['ledger entries', tally.entries],
      ['kills at moments of chance', tally.kills - [...tally.at.values()].reduce((a, b) => a + b, 0)],
    ],
    more: `Killed right after an entry of the kind: ${kinds}.`,
  });
}

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export function writeSoak({ runs, plugs, reset, footprints, heapPerRun }: Soaked, o: Circumstances): void {
  const row = (what: string, value: (one: Footprint) => string | number) =>
    [what, `${footprints.slice(9, 10).concat(footprints.slice(-1)).map(value).join(' → ')}`] as const;
  write('soak', {
    ...o,
    line: `${runs} runs in one process, ${reset} resets of ${plugs} plugs that were set up anew each time`,
    figures: [
      row('after run 10 → at the end: heap', (one) => mib(one.heapBytes)),
      row('buffers outside it', (one) => mib(one.externalBytes)),
      ['memory that one run more keeps', `${(heapPerRun / 1024).toFixed(1)} KiB`],
      row('resident memory', (one) => mib(one.residentBytes)),
      row('handles', (one) => one.handles),
      row('open files', (one) => one.descriptors),
    ],
  });
}

export function writeLoad(loaded: Loaded, o: Circumstances): void {
  write('load', {
    ...o,
    line: `${loaded.plugs} plugs in one run, ${loaded.reset} reset`,
    figures: [
      ['scan', seconds(loaded.scanMs)],
      ['plan', seconds(loaded.planMs)],
      ['run', seconds(loaded.runMs)],
      ['pauses, each looked at again and continued', loaded.pauses],
      ['most memory', mib(loaded.peakBytes)],
      ['heap afterwards', mib(loaded.heapBytes)],
    ],
  });
}

export function writeWeather(so: Weathered, o: Circumstances): void {
  write('weather', {
    ...o,
    line: `${so.minutes} minutes of faults, 0 reset twice, 0 false done`,
    figures: [
      ['runs', so.runs],
      ['plugs', so.plugs],
      ['of them with a fault', so.faults],
      ['called reset', so.reset],
    ],
  });
}
