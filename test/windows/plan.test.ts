import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Run, RunOptions } from '../../contract/index.ts';
import { openHost } from '../../host/index.ts';
import { serve } from '../../server/index.ts';
import type { PlugSpec } from '../../simulator/index.ts';
import { house } from '../journeys/house.ts';
import { whyNoBrowser } from './browser.ts';
import { type Served, scanned, served } from './served.ts';
import { begin, heading, planAll, planOf, runOf } from './steps.ts';
import { openWindow, pageFolder, refusedWith } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;
const by = 'Tess Tester';

/** Sixteen plugs, of which some are as they should not be. */
const troubled: Readonly<Record<number, Partial<PlugSpec>>> = {
  3: { outlets: [{ alias: 'Freezer', watts: 61 }, ...Array.from({ length: 5 }, () => ({ on: false }))] },
  5: { watts: 92, on: true },
  // both of a kind of their own, so that whichever goes first is the one that nothing proves
  6: { firmware: '1.0.9 Build 230101 Rel.000001', faults: [{ kind: 'mute' }] },
  13: { firmware: '1.0.9 Build 230101 Rel.000001', faults: [{ kind: 'mute' }] },
  7: { firmware: '1.0.7 Build 200101 Rel.000007', faults: [{ kind: 'stay' }] },
  8: { faults: [{ kind: 'wrong-account' }] },
  10: { outlets: [{ alias: 'Till' }, { alias: 'Sign' }, ...Array.from({ length: 4 }, () => ({ on: false }))] },
};

/** The troubled house: found, placed, owned but for one, one protected, one gone since. */
async function troubledHouse(t: TestContext) {
  let macs: string[] = [];
  const fleet = await served(t, (prefix) => {
    const plugs = house(prefix, 16, (index) => troubled[index] ?? {});
    macs = plugs.map(({ mac }) => mac);
    return { plugs };
  });
  await scanned(fleet, 'none');
  const { client } = fleet.host;
  const one = (index: number) => ({ macs: [macs[index] ?? ''] });
  await client.plugs.own({ selection: { all: true }, by });
  await client.plugs.disown({ selection: one(11), by });
  await client.plugs.protect({ selection: one(12), reason: 'fridge of flat 3', by });
  await client.places.setSite({ name: 'Lindenhof' });
  await client.plugs.set({ selection: { all: true }, site: 'Lindenhof', room: 'Hall' });
  await fleet.fleet.powerOff(macs[14] ?? '');
  return { ...fleet, macs };
}

const stripped = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Names in a column, as they stand there. */
const column = async (page: Page, name: RegExp): Promise<string[]> =>
  (await page.getByRole('region', { name }).locator('li .name').allInnerTexts()).sort();

/** Goes on by Tab until what is wanted has the focus. */
async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const { activeElement: at } = document;
      const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null;
      return label ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
    });
    if (wanted.test(text)) return;
  }
  assert.fail(`Tab never came to ${wanted}`);
}

/** The counts as they stand on the screen, by their words. */
async function countsOn(page: Page): Promise<Record<string, number>> {
  const buttons = await page.getByRole('group', { name: 'How the plugs stand' }).getByRole('button').allInnerTexts();
  return Object.fromEntries(
    buttons.map((text) => {
      const [, count = '', word = ''] = /^(\d+) (.+)$/.exec(stripped(text)) ?? [];
      return [word, Number(count)];
    }),
  );
}

const words: Record<keyof Run['counts'], string> = {
  reset: 'Factory reset',
  byHand: 'Done by hand',
  unproven: 'Unproven',
  failed: 'Failed',
  needsHands: 'Needs hands',
  notFound: 'Not found',
  dead: 'Dead',
  leftAlone: 'Left alone',
  waiting: 'Waiting',
};

/** The screen tells what the ledger tells, and the counts add up. */
async function assertCounts(page: Page, { host }: Pick<Served, 'host'>, run: string): Promise<Run['counts']> {
  const { counts, items } = (await host.client.runs.status({ run })).run;
  const { All: all, ...shown } = await countsOn(page);
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  assert.deepEqual(shown, Object.fromEntries(told.map(([key, count]) => [words[key as keyof Run['counts']], count])));
  assert.equal(all, items.length);
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    items.length,
  );
  return counts;
}

// law 2
test('the whole way: plan with reasons, a second yes, the number typed, a run with a question, its end', {
  skip,
}, async (t) => {
  const home = await troubledHouse(t);
  const { client } = home.host;
  const { page, barriers, picture, complaints } = await openWindow(t, home.url);
  await page.getByText('16 plugs', { exact: true }).waitFor();
  const first = await planAll(page);

  // three columns, as the plan that is kept says
  const { plan } = await client.plans.show({ plan: first });
  assert.deepEqual(plan.counts, { network: 10, hands: 2, leave: 4 });
  // one that nobody could log in to told no name, so its MAC stands there
  const names = (way: string) =>
    plan.items.filter((item) => item.way === way).map(({ plug }) => plug.alias || plug.mac);
  assert.deepEqual(await column(page, /^Over the network 10/), names('network').sort());
  assert.deepEqual(await column(page, /^By hand 2/), names('hands').sort());
  assert.deepEqual(await column(page, /^Left alone 4/), names('leave').sort());
  const leave = page.getByRole('region', { name: /^Left alone/ });
  for (const reason of ['Something is running on it', 'It is protected', 'It is not marked as owned'])
    await leave.getByRole('heading', { name: reason }).waitFor();
  await leave.getByText('Protected: fridge of flat 3').waitFor();
  await leave.getByText('92 W').waitFor();
  await leave.getByText('Freezer draws 61 W').waitFor();
  const hands = page.getByRole('region', { name: /^By hand/ });
  for (const reason of ['No answer from the plug', 'It belongs to an account that is not stored here'])
    await hands.getByRole('heading', { name: reason }).waitFor();
  await page.getByText('on: Till, Sign').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('plan');

  // a second yes makes another plan; the first answer offered is the safe one
  await leave.getByRole('button', { name: /^Accept… Something is running/ }).click();
  await page.getByRole('dialog').getByText('loses its power').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('plan-second-yes');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(planOf(page), first);
  await leave.getByRole('button', { name: /^Accept… Something is running/ }).click();
  await page.getByRole('button', { name: 'Plan them too' }).click();
  await page.getByRole('button', { name: 'Factory reset 12 plugs…' }).waitFor({ timeout: 60_000 });
  const second = planOf(page);
  assert.notEqual(second, first);
  const accepted = (await client.plans.show({ plan: second })).plan;
  assert.deepEqual(accepted.allow, ['loaded']);
  await page.getByText('Accepted: Something is running on it').first().waitFor();
  const watts = accepted.items
    .filter(({ way }) => way === 'network')
    .reduce((sum, { plug }) => sum + (plug.watts ?? 0), 0);
  await page
    .getByText(new RegExp(`^Cuts ${watts.toFixed(1).replace('.0', '')} W; \\d+ plugs do not tell their load`))
    .waitFor();
  await page.getByText(/plugs go first$/).click();
  await page.getByText(/P300 .* first, then 1 more/).waitFor();

  // by keyboard alone: the wrong number does nothing, by Enter neither
  await page.locator('main').focus();
  await tabTo(page, /^Factory reset 12 plugs…/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Lindenhof', { exact: true }).first().waitFor();
  const go = dialog.getByRole('button', { name: 'Factory reset 12 plugs', exact: true });
  assert.equal(await go.isDisabled(), true);
  await page.keyboard.type('11');
  await page.keyboard.press('Enter');
  assert.equal(await go.isDisabled(), true);
  assert.deepEqual((await client.runs.list()).runs, []);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await tabTo(page, /^How it is carried out/);
  await page.keyboard.press('Enter');
  // the defaults on the screen are the contract's
  const defaults = RunOptions.parse({});
  assert.equal(await dialog.getByLabel('Quiet time in seconds').inputValue(), String(defaults.quietS));
  assert.equal(await dialog.getByLabel('Plugs at once').inputValue(), String(defaults.concurrency));
  assert.equal(await dialog.getByLabel(/^Pause above/).inputValue(), String(defaults.maxFailuresPercent));
  assert.equal(await dialog.getByLabel('One plug of each kind goes first').isChecked(), defaults.pilot);
  await tabTo(page, /^Quiet time/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1.5');
  assert.deepEqual(await barriers(), []);
  await picture('plan-confirm');
  await tabTo(page, /^How many plugs/);
  await page.keyboard.type('12');
  assert.equal(await go.isDisabled(), false);
  await page.keyboard.press('Enter');
  await heading(page, /^Run R-/);
  const run = runOf(page);
  assert.equal((await client.runs.status({ run })).run.options.quietS, 1.5);
  await page.getByRole('button', { name: 'Stop now' }).waitFor();

  // nothing proves the first of a kind, so the run waits: it is there after a reload, and in another window
  const question = page.getByRole('alert').filter({ hasText: 'The first plug of its kind is unproven' });
  await question.waitFor({ timeout: 60_000 });
  await page.reload();
  await question.waitFor();
  const other = await openWindow(t, home.url);
  await other.page.goto(page.url());
  const there = other.page.getByRole('alert').filter({ hasText: 'The first plug of its kind is unproven' });
  await there.waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('run-question');
  await there.getByRole('button', { name: 'Leave its kind alone' }).click();
  await question.waitFor({ state: 'hidden' });

  // both see the end, and it is what the ledger and the plugs say
  for (const window of [page, other.page]) {
    await window.locator('.bar').getByText('Ended').waitFor({ timeout: 60_000 });
    await assertCounts(window, home, run);
  }
  const { counts, items } = (await client.runs.status({ run })).run;
  assert.deepEqual(
    [counts.reset, counts.unproven, counts.failed, counts.needsHands, counts.leftAlone],
    [9, 1, 1, 2, 3],
  );
  for (const { mac, at, way } of items) {
    const { erased, resetCommands } = await home.fleet.truth(mac);
    assert.equal(resetCommands.length, way === 'network' && at !== 'left-alone' ? 1 : 0, `${mac} ${at}`);
    if (at === 'reset') assert.equal(erased, true, mac);
    if (at === 'failed') assert.equal(erased, false, mac);
  }
  // who was listening heard of the end
  await page.locator('.milestones').getByText('The run has ended: 9 factory reset with proof').waitFor();

  // each cause once, with what to do; a count shows its plugs
  const causes = page.getByRole('region', { name: 'What did not work, and what to do' });
  await causes.getByRole('heading', { name: /^It was sent the reset and still answers as before/ }).waitFor();
  await causes.getByRole('heading', { name: /^The first plug of this model and firmware did not reset/ }).waitFor();
  await page.getByRole('button', { name: /^9 Factory reset$/ }).click();
  await page.getByRole('gridcell', { name: 'gone from the network for 1.5 sec' }).first().waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('run-ended');
  await causes.getByRole('button', { name: 'Print cards for these' }).first().click();
  assert.match(page.url(), new RegExp(`#/checklists/${run}/paper/chosen$`));
  await page.goBack();
  const stayed = causes.locator('.cause').filter({ hasText: 'still answers as before' });
  await stayed.getByRole('button', { name: 'Plan these again' }).click();
  await page.waitForURL(/#\/plan\/P-/, { timeout: 60_000 });
  const again = (await client.plans.show({ plan: planOf(page) })).plan;
  assert.deepEqual(
    again.items.map(({ mac }) => mac),
    [home.macs[7]],
  );

  // the plan that was carried out says so, and offers no second time
  await page.goto(page.url().replace(/#.*/, `#/plan/${second}`));
  await page.getByText(`This plan was carried out as run ${run}`).waitFor();
  assert.equal(await page.getByRole('button', { name: /^Factory reset/ }).count(), 0);
  assert.deepEqual([...complaints, ...other.complaints], []);
});

// law 7
test('stopped in the middle: a greeting that says what is known and asks; look again, continue with the number', {
  skip,
}, async (t) => {
  const home = await served(t, (prefix) => ({ plugs: house(prefix, 5, () => ({ model: 'HS103', transport: 'xor' })) }));
  await scanned(home);
  const { client } = home.host;
  const { page, barriers, picture, complaints } = await openWindow(t, home.url);
  await page.getByText('5 plugs', { exact: true }).waitFor();
  await planAll(page);
  const run = await begin(page, 5, 12);
  await page.getByRole('gridcell', { name: 'Watching whether it leaves' }).waitFor();
  await page.getByText('1 of the unproven is still being watched').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('run-live');
  await page.getByRole('button', { name: 'Stop now' }).click();
  await page.getByRole('heading', { name: `Run ${run} paused` }).waitFor();
  assert.deepEqual((await assertCounts(page, home, run)).waiting, 4);
  await page.getByText('1 unproven, 4 waiting.', { exact: true }).waitFor();
  await page.getByText('4 plugs were sent nothing and wait.').waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('run-paused');

  // whoever comes to plan something new is greeted by it as well
  await page.getByRole('link', { name: 'Plan & run' }).click();
  await page.getByRole('heading', { name: `Run ${run} paused` }).waitFor();
  await page.getByRole('row', { name: new RegExp(`${run}.*Paused`) }).waitFor();
  assert.deepEqual(await barriers(), []);
  await picture('plan-greeting');

  await page.getByRole('button', { name: 'Look again' }).click();
  await page.locator('.bar').getByText('Looking again').waitFor();
  await page.getByRole('heading', { name: `Run ${run} paused` }).waitFor({ timeout: 60_000 });
  await page.getByText('1 factory reset with proof, 4 waiting.', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Continue with 4 plugs…' }).click();
  const dialog = page.getByRole('dialog');
  const go = dialog.getByRole('button', { name: 'Continue with 4 plugs', exact: true });
  await dialog.getByLabel(/^How many plugs/).fill('5');
  await page.keyboard.press('Enter');
  assert.equal(await go.isDisabled(), true);
  assert.equal((await client.runs.status({ run })).run.state, 'paused');
  await dialog.getByLabel(/^How many plugs/).fill('4');
  await page.keyboard.press('Enter');
  await page.locator('.bar').getByText('Under way').waitFor();
  await page.locator('.bar').getByText('Ended').waitFor({ timeout: 60_000 });
  assert.equal((await assertCounts(page, home, run)).reset, 5);
  for (const { erased, resetCommands } of await home.fleet.plugs())
    assert.deepEqual([erased, resetCommands.length], [true, 1]);
  assert.deepEqual(complaints, []);
});

// law 2
test('a plan that no longer fits is refused, with the plugs named; planning can be cancelled; a plan grows old', {
  skip,
}, async (t) => {
  const home = await served(t, (prefix) => ({
    plugs: house(prefix, 6, () => ({ model: 'HS103', transport: 'xor', faults: [{ kind: 'slow', ms: 700 }] })),
  }));
  await scanned(home);
  const { client } = home.host;
  const one = await openWindow(t, home.url);
  await one.page.getByText('6 plugs', { exact: true }).waitFor();
  await one.page.getByRole('checkbox', { name: 'Select All' }).check();
  await one.page.getByRole('button', { name: 'Plan these…' }).click();
  await one.page.getByRole('heading', { name: 'Making a plan' }).waitFor();
  await one.page.getByRole('button', { name: 'Cancel' }).click();
  await one.page.getByRole('button', { name: 'Plan these 6 plugs' }).waitFor();
  assert.match(one.page.url(), /#\/plan$/);
  await one.page.getByText('No runs yet.').waitFor();
  assert.deepEqual(await one.barriers(), []);
  await one.picture('plan-begin');
  await one.page.getByRole('button', { name: 'Plan these 6 plugs' }).click();
  await one.page.getByRole('progressbar').waitFor();
  assert.deepEqual(await one.barriers(), []);
  await one.picture('plan-making');
  await one.page.waitForURL(/#\/plan\/P-/, { timeout: 60_000 });

  // window two has the number typed when window one protects a plug
  const two = await openWindow(t, home.url);
  await two.page.goto(one.page.url());
  await two.page.getByRole('button', { name: 'Factory reset 6 plugs…' }).click();
  const dialog = two.page.getByRole('dialog');
  await dialog.getByLabel(/^How many plugs/).fill('6');
  const [plug] = (await client.plugs.list({ all: true })).plugs;
  assert.ok(plug);
  await one.page.getByRole('link', { name: 'Fleet' }).click();
  await one.page.getByRole('button', { name: 'Clear selection' }).click();
  const row = one.page.getByRole('row').filter({ hasText: plug.mac });
  await row.getByRole('checkbox').check();
  await one.page.getByRole('button', { name: 'Protect…' }).click();
  await one.page.getByLabel(/^Why/).fill('moved back in');
  await one.page.getByRole('button', { name: 'Protect', exact: true }).click();
  await one.page.getByText('1 plug protected').waitFor();
  await two.page.getByText(`Changed since this plan was made, so it will be refused: ${plug.alias}`).waitFor();
  await dialog.getByRole('button', { name: 'Factory reset 6 plugs', exact: true }).click();
  const alert = dialog.getByRole('alert');
  await alert.getByText('The plan no longer fits what is known').waitFor();
  await dialog.getByText(`It no longer fits for: ${plug.alias}`).waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Factory reset 6 plugs', exact: true }).isDisabled(), true);
  assert.deepEqual(await two.barriers(), []);
  await two.picture('plan-stale');
  assert.deepEqual((await client.runs.list()).runs, []);
  assert.ok((await home.fleet.plugs()).every(({ resetCommands }) => resetCommands.length === 0));
  await dialog.getByRole('button', { name: 'Plan again' }).click();
  await two.page.getByRole('button', { name: 'Factory reset 5 plugs…' }).waitFor({ timeout: 60_000 });

  // half a day later by the clock of another window
  const late = await openWindow(t, home.url);
  await late.page.clock.setFixedTime(Date.now() + 13 * 3600_000);
  await late.page.goto(two.page.url());
  await late.page.reload();
  await late.page.getByText('This plan was made more than 12 hours ago').waitFor();
  assert.deepEqual(two.complaints, [refusedWith(409, 'Conflict')]);
  assert.deepEqual([...one.complaints, ...late.complaints], []);
});

test('where another Plugfleet has the database everything can be seen and nothing pressed', { skip }, async (t) => {
  const home = await served(t, (prefix) => ({ plugs: house(prefix, 4, () => ({ model: 'HS103', transport: 'xor' })) }));
  await scanned(home);
  const { client } = home.host;
  await client.places.setSite({ name: 'Lindenhof' });
  await client.plugs.set({ selection: { all: true }, site: 'Lindenhof' });
  const making = await client.plans.make({ selection: { all: true } });
  let made = await making.next();
  while (!made.done) made = await making.next();
  const { plan } = made.value;
  const { run } = await client.runs.start({ plan: plan.id, confirm: 4, options: { quietS: 60 }, by });
  const watch = await client.runs.watch({ run });
  for (let news = await watch.next(); !news.done; news = await watch.next())
    if (news.value.kind === 'item' && news.value.item.at === 'watching') break;
  await client.runs.stop({ run, how: 'now' });
  while ((await client.runs.status({ run })).run.state === 'running') await new Promise((on) => setTimeout(on, 50));

  const reading = openHost({
    db: home.host.context.database,
    mode: 'read',
    command: 'test',
    env: { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) },
    about: { version: '0.0.0', by },
  });
  const serving = await serve(
    reading,
    { host: '127.0.0.1', port: 0, tls: undefined, waiveTls: false, page: pageFolder },
    () => Promise.reject(new Error('no practice here')),
  );
  t.after(async () => {
    await serving[Symbol.asyncDispose]();
    await reading[Symbol.asyncDispose]();
  });
  const { page, barriers, complaints } = await openWindow(t, serving.url);
  const enabled = async (): Promise<string[]> =>
    (await page.getByRole('main').getByRole('button', { disabled: false }).allInnerTexts()).map(stripped);
  await page.goto(page.url().replace(/#.*|$/, '#/plan'));
  await page.getByRole('heading', { name: `Run ${run} paused` }).waitFor();
  await page.getByRole('button', { name: 'Plan the whole site' }).waitFor();
  assert.deepEqual(await enabled(), ['Print cards…', 'Choose plugs in the Fleet']);
  assert.deepEqual(await barriers(), []);

  await page.getByRole('link', { name: run }).click();
  await page.getByRole('gridcell', { name: 'Unproven' }).waitFor();
  assert.deepEqual(await enabled(), ['Print cards…', '4 All', '1 Unproven', '3 Waiting', 'Print cards for these']);
  await page.goto(page.url().replace(/#.*/, `#/plan/${plan.id}`));
  await page.getByText(`This plan was carried out as run ${run}`).waitFor();
  assert.deepEqual(await enabled(), []);
  assert.deepEqual(complaints, []);
});
