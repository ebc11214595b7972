import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'vite';
import { programBuild } from '../../tools/build/program-build.ts';
import { findElectron } from '../../tools/electron/find-electron.ts';
import { allChecks } from '../vectors/all-checks.ts';
import type { Outcome, Report } from './app/report.ts';
import { runElectron } from './run-electron.ts';

const found = findElectron();
const skip = 'missing' in found ? found.missing : false;
const app = join(import.meta.dirname, 'app');

const names = (outcomes: Outcome[]): string[] => outcomes.map(({ name }) => name);
const failures = (outcomes: Outcome[]): string[] => outcomes.flatMap(({ name, error }) => (error ? [name, error] : []));

test("every vector holds in Electron's utility process and in its worker threads", { skip }, async (t) => {
  assert.ok('executable' in found);
  const folder = mkdtempSync(join(tmpdir(), 'plugfleet-electron-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const input = { utility: join(app, 'utility.child.ts'), worker: join(app, 'worker.child.ts') };
  await build(programBuild({ outDir: folder, input }));
  copyFileSync(join(app, 'main.mjs'), join(folder, 'main.mjs'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'vectors', type: 'module', main: 'main.mjs' }));

  const report = (await runElectron(found.executable, folder)) as Report;
  t.diagnostic(`Electron ${report.electron}, Node ${report.node}: ${report.utilityProcess.length} checks, twice`);
  assert.ok(report.electron);
  assert.equal(report.processType, 'utility');
  assert.deepEqual(report.foundCrypto, [], 'tools/electron/missing-crypto.ts lists what this Electron has');
  const listed = allChecks.map(({ name }) => name);
  for (const outcomes of [report.utilityProcess, report.worker]) {
    assert.deepEqual(failures(outcomes), []);
    assert.deepEqual(names(outcomes), listed);
  }
});
