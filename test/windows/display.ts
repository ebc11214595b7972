import { spawn, spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/** Whether a display of its own can be made here; menus, for one, need a display. */
export const whyNoDisplay = (): string | undefined =>
  spawnSync('Xvfb', ['-help']).error === undefined ? undefined : 'there is no Xvfb to make a display (see .ci/run)';

export interface Display {
  /** For DISPLAY. */
  name: string;
  close(): void;
}

/** A display that nobody sees, gone with the test. */
export async function openDisplay(t: TestContext): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const close = (): void => void server.kill('SIGKILL');
  t.after(close);
  const [, , , told] = server.stdio;
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    told?.once('data', (bytes) => resolve({ name: `:${String(bytes).trim()}`, close }));
  });
}
