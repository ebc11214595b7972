import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** However slow the machine is, an Electron that has said nothing by then hangs. */
const patienceMs = 300_000;

/**
 * Runs the app in `folder` without a display until it ends by itself.
 * @returns the line of JSON it printed
 * @throws Error with all it said, where there is no such line
 */
export async function runElectron(executable: string, folder: string): Promise<unknown> {
  // nothing foreign is loaded, and Chromium's sandbox needs rights that root and containers do not give
  const switches = ['--no-sandbox', '--ozone-platform=headless', `--user-data-dir=${join(folder, 'user-data')}`];
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(executable, [...switches, folder], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes) => {
    stdout += bytes;
  });
  child.stderr.on('data', (bytes) => {
    stderr += bytes;
  });
  const [code, signal] = await once(child, 'close');
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  if (code !== 0 || line === undefined) throw new Error(`Electron ended with ${signal ?? code}:\n${stdout}\n${stderr}`);
  return JSON.parse(line);
}
