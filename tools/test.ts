import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Runs all tests in two lanes side by side, for most of them wait for something more than they work. Whatever needs
 * `dist/` is in one lane, where nothing is built while another test uses it. The first lane is shown as it goes, the
 * other one when it has ended; the last line is the sum: `N passed, N failed, N skipped`.
 */
const root = resolve(import.meta.dirname, '..');
const usesDist = /^test[\\/](windows|packages|electron|trust)[\\/]|[\\/](packed|canary|mode-bits)\.test\.ts$/;
const files = globSync('test/**/*.test.ts', { cwd: root }).sort();

interface Ended {
  code: number;
  text: string;
}

function lane(names: readonly string[], show: (text: string) => void): Promise<Ended> {
  const flags = ['--test-force-exit', '--test-concurrency=1', '--test-timeout=900000'];
  const child = spawn(
    process.execPath,
    ['--import', './test/same-cases.ts', '--test', ...flags, '--test-reporter=./tools/reporter.ts', ...names],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    show(part);
  });
  return new Promise((done) => child.once('close', (code) => done({ code: code ?? 1, text })));
}

/** The numbers of a lane's last line; a lane that broke off without one has failed. */
function counts({ text }: Ended): { passed: number; failed: number; skipped: number } {
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last);
  if (found === null) return { passed: 0, failed: 1, skipped: 0 };
  const [passed = 0, failed = 0, skipped = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return { passed, failed, skipped };
}

const first = lane(
  files.filter((name) => !usesDist.test(name)),
  (text) => process.stdout.write(text),
);
const second = lane(
  files.filter((name) => usesDist.test(name)),
  () => undefined,
);
const ended = [await first, await second];
process.stdout.write(ended[1]?.text ?? '');
const sum = (key: 'passed' | 'failed' | 'skipped'): number => ended.reduce((total, one) => total + counts(one)[key], 0);
const skipped = sum('skipped');
process.exitCode = ended.some(({ code }) => code !== 0) || sum('failed') > 0 ? 1 : 0;
process.stdout.write(
  `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
