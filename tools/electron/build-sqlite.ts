import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { sqliteBinding } from './find-electron.ts';

const compile = promisify(execFile);
const require = createRequire(import.meta.url);

/**
 * Compiles the installed better-sqlite3 so that it also loads in the test Electron, FOR TESTS ONLY. Version 13 asks for
 * Node-API 10 for references to strings alone; Node-API 9 has those as an experimental feature, so the same sources
 * built with NAPI_EXPERIMENTAL work (with NAPI_VERSION=9 they abort when loaded). The installed package stays as it is.
 * @returns whether it had to be compiled
 */
export async function buildSqlite(): Promise<boolean> {
  const out = sqliteBinding();
  if (existsSync(out)) return false;
  const manifest = require.resolve('better-sqlite3/package.json');
  const from = dirname(manifest);
  const sqlite = join(from, 'deps/sqlite3');
  const addonApi = dirname(createRequire(manifest).resolve('node-addon-api/package.json'));
  mkdirSync(dirname(out), { recursive: true });
  // made beside its place and renamed when complete
  const work = mkdtempSync(join(dirname(out), 'compiling-'));
  const at = (name: string): string => join(work, name);
  try {
    const sqliteOptions = [
      ...readFileSync(join(from, 'deps/defines.gypi'), 'utf8').matchAll(/^\s+'([A-Z0-9_]+(?:=[^']*)?)',$/gm),
    ].map(([, define]) => `-D${define}`);
    if (sqliteOptions.length === 0) throw new RangeError('deps/defines.gypi of better-sqlite3 is not as expected');
    await Promise.all([
      compile('gcc', [
        ...['-c', '-O1', '-fPIC', '-w', '-std=c99', '-DNDEBUG', '-D_GNU_SOURCE', ...sqliteOptions],
        ...[join(sqlite, 'sqlite3.c'), '-o', at('sqlite3.o')],
      ]),
      compile('g++', [
        ...['-c', '-O1', '-fPIC', '-w', '-std=c++20', '-fno-exceptions', '-fvisibility=hidden', '-DNDEBUG'],
        ...['-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=better_sqlite3', '-DNAPI_EXPERIMENTAL'],
        ...['-DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT', '-DNAPI_DISABLE_CPP_EXCEPTIONS'],
        ...['-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', ...sqliteOptions],
        ...[`-I${sqlite}`, `-I${addonApi}`, `-I${nodeHeaders()}`],
        ...[join(from, 'src/better_sqlite3.cpp'), '-o', at('binding.o')],
      ]),
    ]);
    await compile('g++', [
      ...['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', at('sqlite3.o'), at('binding.o')],
      ...['-ldl', '-lpthread', '-lm', '-o', at('out.node')],
    ]);
    renameSync(at('out.node'), out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return true;
}

/**
 * Node's C headers, which come with an installation of Node (any version from 18 on serves: Node-API is the same).
 * @throws RangeError where there are none
 */
function nodeHeaders(): string {
  const configured = execFileSync('npm', ['config', 'get', 'nodedir'], { encoding: 'utf8' }).trim();
  const beside = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((node) => existsSync(node))
    .map((node) => join(dirname(realpathSync(node)), '..'));
  const found = [configured, ...beside, '/usr/local', '/usr']
    .map((folder) => join(folder, 'include/node'))
    .find((folder) => existsSync(join(folder, 'node_api.h')));
  if (found === undefined) throw new RangeError("no headers of Node found: they lie in include/node beside Node's bin");
  return found;
}
