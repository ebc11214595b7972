import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { builtDesktop, type Computer, electronPath, newComputer, startEnvironment, whyNoDesktop } from './desktop.ts';
import { openDisplay, whyNoDisplay } from './display.ts';

const skip = whyNoDesktop() ?? whyNoDisplay() ?? false;
const tool = fileURLToPath(new URL('../../tools/start.ts', import.meta.url));

interface Started {
  child: ChildProcess;
  /** Resolves with all that was said once it holds the pattern. */
  said(pattern: RegExp): Promise<string>;
}

/** What `npm start` runs. */
async function start(
  t: TestContext,
  computer: Computer,
  env: Record<string, string>,
  ...args: string[]
): Promise<Started> {
  await builtDesktop();
  const child = spawn(process.execPath, [tool, ...args], {
    env: { ...startEnvironment(computer), XDG_CONFIG_HOME: computer.folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  // whatever it started goes with it
  t.after(() => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it ended by itself
    }
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes) => {
      text += String(bytes);
    });
  return {
    child,
    async said(pattern) {
      const deadline = performance.now() + 60_000;
      while (!pattern.test(text)) {
        if (performance.now() > deadline || child.exitCode !== null) throw new Error(`never said ${pattern}:\n${text}`);
        await wait(50);
      }
      return text;
    },
  };
}

const electron = () => ({ ELECTRON_OVERRIDE_DIST_PATH: dirname(electronPath()) });
const address = /^Plugfleet: (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)$/m;

test('without a display the window is served to a browser, which is said in one line', { skip }, async (t) => {
  const computer = newComputer(t);
  const { child, said } = await start(t, computer, electron());
  const text = await said(address);
  assert.deepEqual(text.trim().split('\n').slice(0, -1), [
    'No desktop window (there is no display); open this address in a browser instead:',
  ]);
  const [, url = ''] = address.exec(text) ?? [];
  const { status } = await fetch(url, { redirect: 'manual' });
  assert.equal(status, 303);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('so it is without Electron, and with a display that is gone', { skip }, async (t) => {
  const none = await start(t, newComputer(t), { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' }, '--practice');
  assert.match(await none.said(address), /^No desktop window \(there is no Electron in \/nowhere\)/m);
  const gone = await start(t, newComputer(t), { DISPLAY: ':987', ...electron() });
  assert.match(await gone.said(address), /^No desktop window \(Electron ended at once \(\S+\)\)/m);
});

test('with a display it opens the app on the fleet; with --practice on virtual plugs alone', { skip }, async (t) => {
  const { name: display } = await openDisplay(t);
  const computer = newComputer(t);
  const own = await start(t, computer, { DISPLAY: display, ...electron() });
  await until(() => existsSync(`${computer.db}.lock`));
  own.child.kill('SIGTERM');
  await once(own.child, 'exit');

  const other = newComputer(t);
  const practice = await start(t, other, { DISPLAY: display, TMPDIR: other.folder, ...electron() }, '--practice');
  await until(() => readdirSync(other.folder).some((name) => existsSync(join(other.folder, name, 'practice.db.lock'))));
  assert.equal(existsSync(other.db), false);
  practice.child.kill('SIGTERM');
  await once(practice.child, 'exit');
});

/** Waits for what another process does. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, 'it did not come about within a minute');
    await wait(50);
  }
}
