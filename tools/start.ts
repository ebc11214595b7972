import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { buildIfOld } from './build/build-if-old.ts';
import { executableIn } from './electron/find-electron.ts';

/**
 * `npm start`: builds what is old and opens the desktop app; where that cannot be, says why in one line and serves the
 * same window to a browser. `npm start -- --practice` does either on virtual plugs.
 */
const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const unknown = args.filter((arg) => arg !== '--practice' && !arg.startsWith('--db='));
if (unknown.length > 0) {
  console.error(`npm start takes --practice and --db=FILE, not ${unknown.join(' ')}`);
  process.exit(2);
}

/** Where Electron is, or why it cannot be started. */
function desktop(): { executable: string } | { why: string } {
  const { platform, env } = process;
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return { why: 'there is no display' };
  const named = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined) {
    const executable = executableIn(named);
    return existsSync(executable) ? { executable } : { why: `there is no Electron in ${named}` };
  }
  try {
    // the package fetches its executable when it is asked for the first time
    return { executable: String(createRequire(import.meta.url)('electron')) };
  } catch {
    return { why: 'there is no Electron, and it could not be fetched' };
  }
}

/** Resolves to its exit code, or to why it could not even begin. */
function run(executable: string, given: readonly string[]): Promise<number | string> {
  return new Promise((done) => {
    const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
    const begun = performance.now();
    const child = spawn(executable, given, { stdio: 'inherit', env });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', (cause) => done(cause.message));
    child.once('exit', (code, signal) => {
      const brief = performance.now() - begun < 5000;
      if (signal === 'SIGINT' || signal === 'SIGTERM') done(130);
      else if (code === 0 || (code !== null && !brief)) done(code);
      else done(`Electron ended at once (${signal ?? code})`);
    });
  });
}

await buildIfOld();
const found = desktop();
// root can only be without the sandbox of Chromium
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const ended = 'why' in found ? found.why : await run(found.executable, [...asRoot, root, ...args]);
if (typeof ended === 'number') process.exitCode = ended;
else {
  console.error(`No desktop window (${ended}); open this address in a browser instead:`);
  const serve = args.flatMap((arg) => (arg.startsWith('--db=') ? ['--db', arg.slice('--db='.length)] : [arg]));
  process.exitCode = Number(await run(process.execPath, [join(root, 'dist/cli.js'), 'serve', ...serve])) || 1;
}
