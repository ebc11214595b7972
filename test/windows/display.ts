import { spawn, spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/** Whether a display of its own can be made here; menus, for one, need a display. */
export const whyNoDisplay = (): string | undefined =>
  spawnSync('Xvfb', ['-help']).error === undefined ? undefined : 'there is no Xvfb to make a display (see .ci/run)';

/** A display that nobody sees, gone with the test. @returns its name, for DISPLAY */
export async function openDisplay(t: TestContext): Promise<string> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  t.after(() => server.kill('SIGKILL'));
  const [, , , told] = server.stdio;
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    told?.once('data', (bytes) => resolve(`:${String(bytes).trim()}`));
  });
}
