import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { freeAddresses, startPlugs } from '../journeys/fleet-cli.ts';
import { answerSave, newComputer, openDesktop, whyNoDesktop } from './desktop.ts';
import { storyFleet, walkStory } from './story.ts';

const skip = whyNoDesktop() ?? false;

test('the desktop app opens an empty fleet, and what works in it listens to nobody outside', { skip }, async (t) => {
  const computer = newComputer(t);
  const { app, page, barriers, complaints, picture } = await openDesktop(t, computer);
  await page.getByRole('heading', { name: 'No plugs yet' }).waitFor();
  assert.equal(page.url(), 'plugfleet://app/');
  const ways = page.getByRole('main').locator('button, a');
  assert.deepEqual(await ways.allInnerTexts(), ['Find my plugs', 'Practise on virtual plugs']);
  assert.deepEqual(await barriers(), []);
  await picture('desktop-first-run');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Database' }).click();
  await page.getByText(computer.db).waitFor();
  const pid = await app.evaluate(
    ({ app: { getAppMetrics } }) => getAppMetrics().find(({ name }) => name === 'Plugfleet fleet')?.pid,
  );
  assert.ok(pid);
  assert.deepEqual(listening(pid), []);
  assert.deepEqual(complaints, []);
  await app.close();
});

test('the whole job in the desktop app', { skip }, async (t) => {
  const computer = newComputer(t);
  const prefix = await freeAddresses();
  const fleet = await startPlugs(t, storyFleet(prefix));
  const window = await openDesktop(t, computer);
  const { look } = computer;
  const saved = async (act: () => Promise<void>): Promise<Uint8Array> => {
    const file = join(computer.folder, 'saved.pdf');
    await answerSave(window.app, file);
    await act();
    while (!existsSync(file)) await setTimeout(50);
    return new Uint8Array(readFileSync(file));
  };
  await walkStory(window, { name: 'story-desktop', fleet, network: `${prefix}.1.0/26`, look, saved });
  await window.app.close();
});

/** Addresses on which a process takes TCP connections (Linux). */
function listening(pid: number): string[] {
  const mine = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]),
  );
  return ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((column) => column[3] === '0A' && mine.has(column[9]))
      .map((column) => column[1] ?? ''),
  );
}
