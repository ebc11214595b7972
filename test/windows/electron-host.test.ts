import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../db/index.ts';
import { openHost } from '../../host/index.ts';
import { DEFAULT_ACCOUNT, type RemoteFleet } from '../../simulator/index.ts';
import { freeAddresses, startPlugs } from '../journeys/fleet-cli.ts';
import { house } from '../journeys/house.ts';
import { assertWithout, secretsOf } from '../journeys/secret-forms.ts';
import { type Computer, type Desktop, newComputer, openDesktop, whyNoDesktop } from './desktop.ts';
import { begin, heading, planAll } from './steps.ts';

const skip = whyNoDesktop() ?? false;
const slow = { timeout: 60_000 };

/** A computer whose fleet of legacy plugs was found and marked as owned before. */
async function ownedFleet(t: TestContext, count: number): Promise<{ computer: Computer; fleet: RemoteFleet }> {
  const computer = newComputer(t);
  const prefix = await freeAddresses();
  const plugs = house(prefix, count, () => ({ model: 'HS103', transport: 'xor', watts: 0 }));
  const fleet = await startPlugs(t, { plugs });
  await using host = openHost({ db: computer.db, mode: 'own', command: 'test', env: computer.env });
  await host.client.logins.add({ name: 'fleet', ...DEFAULT_ACCOUNT });
  for await (const _ of await host.client.plugs.scan({ networks: [`${prefix}.1.0/26`], own: 'all' }));
  return { computer, fleet };
}

/** The process that works behind the window. */
async function hostPid({ app }: Desktop): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Plugfleet fleet')?.pid,
  );
  assert.ok(pid);
  return pid;
}

/** A run of which one plug is watched for some time. */
async function runOfOne({ page }: Desktop, count: number, quietS: number): Promise<string> {
  await page.getByText(`${count} plugs`, { exact: true }).waitFor(slow);
  await planAll(page);
  const run = await begin(page, count, quietS);
  await page.getByRole('gridcell', { name: 'Watching whether it leaves' }).waitFor(slow);
  return run;
}

const sentTo = async (fleet: RemoteFleet): Promise<number[]> =>
  (await fleet.plugs()).map(({ resetCommands }) => resetCommands.length);

test('a host that dies in a run: calls fail at once, the window says so, it comes back, and the run waits for a person', {
  skip,
}, async (t) => {
  const { computer, fleet } = await ownedFleet(t, 5);
  const desktop = await openDesktop(t, computer);
  const { page, app, barriers, picture } = desktop;
  const run = await runOfOne(desktop, 5, 60);
  const sent = await sentTo(fleet);
  process.kill(await hostPid(desktop), 'SIGKILL');
  await page.getByText('A run that was cut short did not go on by itself').waitFor(slow);
  await page.getByRole('heading', { name: new RegExp(`Run ${run} was cut short`) }).waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture('desktop-host-back');
  const told = await computer.look(async ({ client }) => (await client.runs.status({ run })).run);
  assert.deepEqual([told.state, told.counts.unproven, told.counts.waiting], ['cut-short', 1, 4]);
  assert.deepEqual(await sentTo(fleet), sent, 'nothing was sent by the host that was started anew');

  // what happened can be kept, and tells nothing of the fleet
  const file = join(computer.folder, 'diagnostics.txt');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await page.getByRole('button', { name: 'Save diagnostics…' }).click();
  await page.getByText(`Saved as ${file}`).waitFor();
  const text = readFileSync(file, 'utf8');
  assert.match(text, /^Plugfleet 0\.\d+\.\d+\nElectron /);
  assert.match(text, /the host died/);
  assert.doesNotMatch(text, /practice-|50:C7|plugfleet\.example/i);
  // law 10: no password in it, nor in anything else that the app and its browser wrote or is told to its processes
  const secrets = secretsOf(DEFAULT_ACCOUNT);
  assertWithout(secrets, 'what the app said', Buffer.from(desktop.said()));
  const written = readdirSync(computer.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  assert.ok(written.some(({ name }) => name === 'diagnostics.txt') && written.length > 10);
  for (const { parentPath, name } of written) assertWithout(secrets, name, readFileSync(join(parentPath, name)));
  if (process.platform === 'linux')
    for (const { pid } of await app.evaluate(({ app: electron }) => electron.getAppMetrics()))
      for (const about of ['cmdline', 'environ'])
        assertWithout(secrets, `${about} of a process`, readFileSync(`/proc/${pid}/${about}`));
  await page.getByRole('button', { name: 'I have read this' }).click();
  await page.getByText('did not go on by itself').waitFor({ state: 'detached' });
});

test('a host that dies again and again is started again by a person only', { skip }, async (t) => {
  const computer = newComputer(t);
  const desktop = await openDesktop(t, computer);
  const { page, barriers, picture } = desktop;
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  let pid = await hostPid(desktop);
  for (let death = 1; death <= 3; death++) {
    process.kill(pid, 'SIGKILL');
    if (death === 3) break;
    await page.getByText('Plugfleet works again.').waitFor(slow);
    const before = pid;
    while (pid === before) pid = await hostPid(desktop);
    await page.getByRole('button', { name: 'I have read this' }).click();
  }
  await page.getByText('stopped several times').waitFor(slow);
  // what is asked now is answered at once: nobody is there
  await page.getByRole('link', { name: 'Plan & run' }).click();
  await page.getByText('Plugfleet does not answer').first().waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture('desktop-host-down');
  await page.getByRole('button', { name: 'Start it again' }).click();
  await page.getByText('Plugfleet works again.').waitFor(slow);
  await page.getByRole('link', { name: 'Fleet' }).click();
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
});

test('a fleet that another Plugfleet has can be looked at; one that cannot be opened is said with what to do', {
  skip,
}, async (t) => {
  const { computer } = await ownedFleet(t, 2);
  const owner = openHost({ db: computer.db, mode: 'own', command: 'the other', env: computer.env });
  t.after(() => owner[Symbol.asyncDispose]());
  const reading = await openDesktop(t, computer);
  await reading.page.getByText('Another Plugfleet has this database.').waitFor(slow);
  await reading.page.getByText('2 plugs', { exact: true }).waitFor(slow);
  await reading.app.close();

  const nowhere = join(computer.folder, 'no-such-folder', 'fleet.db');
  const env = { ...computer.env, PLUGFLEET_DB: nowhere };
  const { page, app, barriers, picture } = await openDesktop(t, { ...computer, env });
  await page.getByRole('heading', { name: 'Plugfleet cannot open this fleet' }).waitFor(slow);
  await page.getByRole('alert').getByText('This database cannot be opened').waitFor(slow);
  assert.deepEqual(await barriers(), []);
  await picture('desktop-cannot-open');
  // put right, and tried again
  mkdirSync(dirname(nowhere));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor(slow);
  await app.close();
});

test('while a run goes the computer stays awake and the taskbar fills; leaving asks; staying is the first answer', {
  skip,
}, async (t) => {
  const { computer, fleet } = await ownedFleet(t, 3);
  const desktop = await openDesktop(t, computer);
  const { page, app } = desktop;
  await app.evaluate(({ BrowserWindow, Notification, powerSaveBlocker, dialog }) => {
    const seen = {
      bars: [] as number[],
      notes: [] as string[],
      awake: [] as number[],
      asked: [] as object[],
      answer: 0,
    };
    Object.assign(globalThis, { seen });
    BrowserWindow.prototype.setProgressBar = (value: number) => void seen.bars.push(value);
    BrowserWindow.prototype.isFocused = () => false;
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: { title: string; body: string }) {
      seen.notes.push(`${this.title}: ${this.body}`);
    };
    const { start } = powerSaveBlocker;
    powerSaveBlocker.start = (kind) => {
      const id = start.call(powerSaveBlocker, kind);
      seen.awake.push(id);
      return id;
    };
    dialog.showMessageBox = (async (_window: unknown, question: object) => {
      seen.asked.push(question);
      return { response: seen.answer, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  interface Seen {
    bars: number[];
    notes: string[];
    awake: number[];
    asked: { message: string; buttons: string[]; defaultId: number; cancelId: number }[];
    answer: number;
  }
  const seen = () => app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  const isAwake = () =>
    app.evaluate(({ powerSaveBlocker }) =>
      (globalThis as unknown as { seen: Seen }).seen.awake.map((id) => powerSaveBlocker.isStarted(id)),
    );

  // to its end
  await page.getByText('3 plugs', { exact: true }).waitFor(slow);
  await planAll(page);
  const first = await begin(page, 3, 1.5);
  await page.locator('.bar').getByText('Ended').waitFor(slow);
  while ((await seen()).notes.length === 0) await wait(50);
  assert.deepEqual((await seen()).notes, [`Run ${first} has ended: 3 factory reset, 0 unproven, 0 failed, 0 by hand`]);
  const { bars } = await seen();
  assert.ok(
    bars.some((bar) => bar > 0 && bar < 1),
    String(bars),
  );
  assert.equal(bars.at(-1), -1);
  assert.deepEqual(await isAwake(), [false]);
  assert.deepEqual(await sentTo(fleet), [1, 1, 1]);
});

test('whoever leaves in a run is asked, and what was sent stays unproven', { skip }, async (t) => {
  const { computer, fleet } = await ownedFleet(t, 4);
  const desktop = await openDesktop(t, computer);
  const { app } = desktop;
  await app.evaluate(({ dialog }) => {
    const seen = { asked: [] as object[], answer: 0 };
    Object.assign(globalThis, { seen });
    dialog.showMessageBox = (async (_window: unknown, question: object) => {
      seen.asked.push(question);
      return { response: seen.answer, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  const run = await runOfOne(desktop, 4, 60);
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const asked = () =>
    app.evaluate(
      () =>
        (globalThis as unknown as { seen: { asked: { message: string; defaultId: number; cancelId: number }[] } }).seen
          .asked,
    );
  // the shell is told of further plugs a few times a second only
  await wait(2000);
  await close();
  while ((await asked()).length === 0) await wait(50);
  const [question] = await asked();
  assert.equal(question?.message, '1 plug in flight');
  assert.deepEqual([question?.defaultId, question?.cancelId], [0, 0]);
  // stayed: the run goes on
  assert.equal((await computer.look(async ({ client }) => (await client.runs.status({ run })).run)).counts.waiting, 3);
  await desktop.page.getByRole('gridcell', { name: 'Watching whether it leaves' }).waitFor();

  await app.evaluate(() => {
    (globalThis as unknown as { seen: { answer: number } }).seen.answer = 1;
  });
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  await close().catch(() => undefined);
  await gone;
  const told = await computer.look(async ({ client }) => (await client.runs.status({ run })).run);
  assert.deepEqual([told.state, told.counts.unproven, told.counts.waiting], ['paused', 1, 3]);
  const sent = await sentTo(fleet);
  assert.equal(
    sent.reduce((sum, count) => sum + count, 0),
    1,
  );
  // and nothing holds the fleet any more
  openStore(computer.db, { mode: 'own', wallMs: Date.now, owner: { command: 'test' } }).close();
});

test('a computer that slept in a run: the run pauses, nothing more is sent', { skip }, async (t) => {
  const { computer, fleet } = await ownedFleet(t, 4);
  const desktop = await openDesktop(t, computer);
  const { page, app } = desktop;
  const run = await runOfOne(desktop, 4, 60);
  const sent = await sentTo(fleet);
  const all = family(app.process().pid ?? 0);
  assert.ok(all.includes(await hostPid(desktop)));
  for (const pid of all) process.kill(pid, 'SIGSTOP');
  // longer than a busy computer keeps a timer waiting
  await wait(17_000);
  for (const pid of all.reverse()) process.kill(pid, 'SIGCONT');
  await heading(page, /^Run R-/);
  await page.getByRole('heading', { name: `Run ${run} paused` }).waitFor(slow);
  await page.getByText('This computer slept in the middle').first().waitFor(slow);
  const told = await computer.look(async ({ client }) => (await client.runs.status({ run })).run);
  assert.deepEqual([told.state, told.code, told.counts.waiting], ['paused', 'slept', 3]);
  assert.deepEqual(await sentTo(fleet), sent);
});

/** A process and all below it (Linux). */
function family(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
          return [[Number(name), Number(parent)] as const];
        } catch {
          // it ended meanwhile
          return [];
        }
      }),
  );
  const below = (pid: number): number[] => [
    pid,
    ...[...parents].filter(([, of]) => of === pid).flatMap(([one]) => below(one)),
  ];
  return below(root);
}
