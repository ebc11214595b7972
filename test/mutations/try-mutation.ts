import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Mutation } from './mutations.ts';

/** `stale`: the patch does not fit any more. `broken`: the file does not load with it, so no test was tried. */
export type Outcome = 'caught' | 'NOT caught' | 'stale' | 'broken';

/** Longer than any test file takes; a mutation that hangs is noticed too. */
const timeoutMs = 300_000;

/** The text with the mutation in it, or undefined where it no longer fits exactly once. */
export function mutated(text: string, { find, replace }: Pick<Mutation, 'find' | 'replace'>): string | undefined {
  const parts = text.split(find);
  return parts.length === 2 && find !== replace ? parts.join(replace) : undefined;
}

/** A copy of the tree as it stands, without what Git does not know, to be spoilt at will. */
export function scratchTree(root: string): { folder: string; [Symbol.dispose](): void } {
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-mutations-'));
  const known = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  for (const file of known.split('\0').filter((name) => /\.(?:ts|tsx|json|sql|html|css|md|yml|csv|bin)$/.test(name))) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Whether a test file passes in the tree, or the tests of it whose names begin with `only`. */
export function passes(folder: string, test: string, only?: string): boolean {
  // a pattern that fits no test would pass: the one test it is meant for has to be there
  if (only !== undefined && !readFileSync(join(folder, test), 'utf8').includes(`'${only}`)) return false;
  const pattern = only === undefined ? [] : [`--test-name-pattern=${only}`];
  const { status } = spawnSync(
    process.execPath,
    ['--import', './test/same-cases.ts', '--test', '--test-force-exit', ...pattern, test],
    { cwd: folder, stdio: 'ignore', timeout: timeoutMs, killSignal: 'SIGKILL', env: withoutRunner() },
  );
  return status === 0;
}

/** A test runner that is run by another one would report to that one. */
const withoutRunner = (): NodeJS.ProcessEnv => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return env;
};

/** Puts the mutation into the tree, runs what should notice it, and takes it out again. */
export function tryMutation(folder: string, mutation: Mutation): Outcome {
  const file = join(folder, mutation.file);
  const before = readFileSync(file, 'utf8');
  const after = mutated(before, mutation);
  if (after === undefined) return 'stale';
  writeFileSync(file, after);
  try {
    if (!loads(folder, mutation.file)) return 'broken';
    // one at a time: the first that notices is enough
    return mutation.tests.every((test) => passes(folder, test, mutation.only)) ? 'NOT caught' : 'caught';
  } finally {
    writeFileSync(file, before);
  }
}

/** A file that does not even load would be noticed by any test, and prove nothing about it. */
function loads(folder: string, file: string): boolean {
  if (!file.endsWith('.ts')) return true;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', `await import('./${file}')`], {
    cwd: folder,
    stdio: 'ignore',
  });
  return status === 0;
}
