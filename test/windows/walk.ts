import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openHost } from '../../host/index.ts';
import { serve } from '../../server/index.ts';
import { DEFAULT_ACCOUNT, type PlugSpec, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import type { WindowWords } from '../../text/index.ts';
import { house } from '../journeys/house.ts';
import { type Served, served } from './served.ts';
import { pageFolder, type Window } from './window.ts';

const slow = { timeout: 60_000 };

/** One way through all screens, in whatever words the window speaks. */
export interface Walk {
  words: WindowWords;
  open: (url: string) => Promise<Window>;
  /** Looks at what stands there now. */
  at: (name: string, window: Window) => Promise<void>;
}

/** A text with what is filled in. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => String(values[key] ?? ''));

/** The longest piece of a text that nothing is filled into. */
const piece = (text: string): string =>
  text.split(/\{\{\w+\}\}/).reduce((longest, one) => (one.length > longest.length ? one : longest));

const plugs: readonly Partial<PlugSpec>[] = [
  { model: 'HS103' },
  {
    model: 'HS300',
    outlets: ['«Truhe»', '«Kasse»', '«Schild»', '«4»', '«5»', '«6»'].map((alias) => ({ alias, watts: 61 })),
  },
  { model: 'P110', account: STRANGER_ACCOUNT },
  { model: 'P110' },
  { model: 'HS103' },
  // of a kind of their own, so that whichever goes first is one that nothing proves
  { model: 'HS103', firmware: '1.0.9', faults: [{ kind: 'mute' }] },
  { model: 'HS103', firmware: '1.0.9', faults: [{ kind: 'mute' }] },
  { model: 'HS103', firmware: '1.0.8', faults: [{ kind: 'stay' }] },
  { model: 'P100', faults: [{ kind: 'slow', ms: 700 }] },
  { model: 'HS103', faults: [{ kind: 'slow', ms: 700 }] },
  { model: 'KP115', watts: 92, on: true },
];

const button = (page: Page, name: string) => page.getByRole('button', { name: piece(name) });

/** Virtual plugs that are in every state the window has words for. */
export async function walkHouse(t: TestContext): Promise<Served> {
  const home = await served(t, (prefix) => ({
    plugs: house(prefix, plugs.length, (index) => ({
      firmware: '1.0.7',
      alias: `«Flur ${index + 1}»`,
      ...plugs[index],
    })),
    others: [{ kind: 'camera', address: `${prefix}.1.40` }],
  }));
  const { client } = home.host;
  await client.places.setSite({ name: '«Lindenhof»', networks: [{ network: home.network, expected: 14 }] });
  return home;
}

/** From the first run over the search to plugs that are marked as owned. */
export async function walkScan(home: Served, { words, open, at }: Walk): Promise<void> {
  const { scan, fleet, logins } = words;
  const window = await open(home.url);
  const { page } = window;
  await page.getByRole('heading', { name: fleet.empty.title }).waitFor();
  await at('first-run', window);
  await page.keyboard.press('Tab');
  await at('skip', window);
  await button(page, fleet.empty.find).click();
  await page.getByRole('checkbox', { name: home.network }).waitFor();
  await at('scan-where', window);
  const typed = page.getByRole('textbox', { name: scan.where.typed });
  await typed.fill('10.0.0.0/8; «mein Netz»');
  await button(page, scan.where.start).click();
  await page.getByRole('alert').waitFor();
  await at('scan-bad-network', window);

  await typed.fill(`${home.network.split('.', 2).join('.')}.0.0/16`);
  await page.getByRole('checkbox', { name: home.network }).uncheck();
  await button(page, scan.where.start).click();
  await page.getByRole('cell', { name: '«Flur 1»' }).waitFor(slow);
  await at('scan-running', window);
  await button(page, scan.run.stop).click();
  await page.getByRole('heading', { name: piece(scan.end.stopped) }).waitFor();
  await at('scan-stopped', window);
  await button(page, scan.end.elsewhere).click();
  await button(page, scan.where.start).click();
  const came = page.getByRole('heading', { name: piece(scan.end.done_other) });
  await came.waitFor(slow);
  await at('scan-found', window);

  await button(page, scan.needsLogin.add).click();
  const dialog = page.getByRole('dialog');
  await button(page, logins.add.save).click();
  await dialog.getByText(logins.add.missing).first().waitFor();
  await at('login-missing', window);
  await dialog.getByLabel(logins.add.name).fill('«Anbau»');
  await dialog.getByLabel(logins.add.email).fill(STRANGER_ACCOUNT.email);
  await dialog.getByLabel(logins.add.password).fill('not the password');
  await button(page, logins.add.save).click();
  await dialog.getByText(piece(logins.test.wrong)).waitFor(slow);
  await at('login-wrong', window);
  await button(page, logins.test.remove).click();
  await dialog.waitFor({ state: 'hidden' });

  await button(page, scan.own.selectLogin).first().click();
  await button(page, scan.own.mark).click();
  await page.getByText(piece(fleet.did.own_other)).waitFor();
  await at('scan-owned', window);
  await home.fleet.powerOff((await home.fleet.plugs())[4]?.mac ?? '');
  await button(page, scan.end.again).click();
  await page.getByRole('heading', { name: scan.silent.title }).waitFor(slow);
  await at('scan-silent', window);
}

/** The fleet with everything that opens over it. */
export async function walkFleet(home: Served, { words, open, at }: Walk): Promise<void> {
  const { fleet, shell } = words;
  const { client } = home.host;
  const macs = (await home.fleet.plugs()).map(({ mac }) => mac);
  const one = (index: number) => ({ macs: [macs[index] ?? ''] });
  await client.plugs.own({ selection: { all: true }, by: '«Tess»' });
  await client.plugs.disown({ selection: one(3), by: '«Tess»' });
  await client.plugs.set({ selection: { all: true }, site: '«Lindenhof»', room: '«Flur»', addTags: ['«alt»'] });
  await client.plugs.protect({ selection: one(1), outlet: '«Truhe»', reason: '«Impfstoffe»', by: '«Tess»' });
  await client.plugs.protect({ selection: one(0), reason: '«Kühlschrank»', by: '«Tess»' });
  await client.plugs.set({ selection: one(0), feedsNetwork: true });
  // one that nobody could log in to told no name
  await client.plugs.set({ selection: one(2), label: '«Flur 3»' });

  const window = await open(home.url);
  const { page } = window;
  const details = page.getByRole('region', { name: fleet.details.title });
  await page.getByRole('gridcell', { name: '«Flur 2»' }).waitFor();
  for (const [index, shown] of [
    [1, '«Impfstoffe»'],
    [2, words.codes['needs-login'].title],
    [0, '«Kühlschrank»'],
  ] as const) {
    await page.getByRole('gridcell', { name: `«Flur ${index + 1}»`, exact: true }).click();
    await details.getByText(shown).first().waitFor();
    await details.locator('.history li').first().waitFor();
    await at(`fleet-details-${index + 1}`, window);
  }
  await button(page, fleet.identify.button).click();
  await details.getByText(piece(fleet.identify.told)).waitFor(slow);
  await at('fleet-identified', window);

  const popups: [string, string][] = [
    [fleet.filters.active_other, fleet.filters.site],
    [fleet.columns.title, fleet.columns.firmware],
    [fleet.views.title, fleet.views.none],
    [fleet.files.title, fleet.files.import],
  ];
  for (const [index, [opener, shown]] of popups.entries()) {
    await button(page, opener).click();
    const popup = page.getByRole(index < 3 ? 'dialog' : 'menu');
    await popup.getByText(shown).first().waitFor();
    await at(`fleet-popup-${index + 1}`, window);
    await page.keyboard.press('Escape');
    await popup.waitFor({ state: 'hidden' });
  }

  const csv = ['mac,label,model,nonsense', `${macs[0]},«Kühlschrank»,,`, '«keine»,x,HS103,'].join('\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '«a».csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('table').first().waitFor();
  await at('fleet-import', window);
  await button(page, fleet.files.importYes).click();
  await button(page, shell.done).waitFor();
  await at('fleet-imported', window);
  await button(page, shell.done).click();

  await page.getByRole('searchbox').fill('xyzzy');
  await page.getByText(fleet.empty.noMatch).waitFor();
  await at('fleet-no-match', window);
  await page.getByRole('main').getByRole('button', { name: fleet.filters.clear }).first().click();
  await page.getByRole('checkbox', { name: fleet.selectAll }).check();
  await button(page, fleet.actions.more).click();
  await page.getByRole('menuitem', { name: fleet.actions.disown }).waitFor();
  await at('fleet-selected', window);
  await page.keyboard.press('Escape');
  await button(page, fleet.actions.place).click();
  await dialog.getByRole('combobox').first().waitFor();
  await at('fleet-place', window);
  await button(page, shell.cancel).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('checkbox', { name: fleet.selectAll }).uncheck();
  await page.getByRole('row').filter({ hasText: '«Flur 4»' }).getByRole('checkbox').check();
  await button(page, fleet.actions.protect).click();
  await dialog.getByRole('textbox').fill('«Grund»');
  await at('fleet-protect', window);
  await page.keyboard.press('Enter');
  await page.getByText(piece(fleet.did.protect_one)).waitFor();
  await button(page, shell.undo).first().click();
  await page.getByText(piece(fleet.undone)).first().waitFor();
  await at('fleet-undone', window);
}

/** A plan with its questions, a run with its questions, its end. */
export async function walkPlan(home: Served, { words, open, at }: Walk): Promise<void> {
  const { plan, fleet, codes, shell } = words;
  const window = await open(home.url);
  const { page } = window;
  const dialog = page.getByRole('dialog');
  const go = (hash: string) => page.goto(page.url().replace(/#.*|$/, hash));
  await page.getByRole('checkbox', { name: fleet.selectAll }).check();
  await page.getByRole('link', { name: shell.nav.plan }).click();
  await page.getByText(plan.runs.none).waitFor();
  await at('plan-begin', window);
  // held until it was looked at: a plan of few plugs may be there at once
  const looked = Promise.withResolvers<void>();
  await page.route('**/plans/make', async (route) => {
    await looked.promise;
    await route.continue();
  });
  await button(page, plan.begin.planChosen_other).click();
  await page.getByRole('heading', { name: plan.making.title }).waitFor();
  await at('plan-making', window);
  looked.resolve();
  await page.waitForURL(/#\/plan\/P-/, slow);
  const leave = page.getByRole('region', { name: plan.ways.leave });
  await leave.getByRole('heading', { name: codes.protected.title }).waitFor();
  await page
    .locator('summary')
    .filter({ hasText: piece(plan.pilots.title_other) })
    .click();
  await at('plan', window);
  const accept = leave.getByRole('button', { name: piece(plan.accept.open) }).first();
  await accept.click();
  await dialog.getByText(piece(plan.accept.title_one)).waitFor();
  await at('plan-second-yes', window);
  await button(page, plan.accept.no).click();
  await dialog.waitFor({ state: 'hidden' });
  const { plans, runs } = home.host.client;
  const id = /P-\w+/.exec(page.url())?.[0] ?? '';
  const { counts } = (await plans.show({ plan: id })).plan;
  const confirm = async (count: number, opener: string): Promise<void> => {
    await page
      .getByRole('main')
      .getByRole('button', { name: piece(opener) })
      .first()
      .click();
    await dialog.getByLabel(plan.confirm.type).fill(String(count));
  };
  await confirm(counts.network, plan.view.go_other);
  await dialog.locator('summary').click();
  await dialog.getByLabel(plan.confirm.quiet).fill('4');
  await at('plan-confirm', window);
  await page.keyboard.press('Tab');
  await dialog.locator('button[type=submit]').click();
  await page.waitForURL(/#\/plan\/run\/R-/);
  const run = /R-\w+/.exec(page.url())?.[0] ?? '';
  await page.getByText(plan.at.watching).first().waitFor();
  await at('run-live', window);
  await page.getByRole('alert').filter({ hasText: plan.pilot.title }).waitFor(slow);
  await at('run-question', window);
  await button(page, plan.stop.now).click();
  await page.getByRole('heading', { name: filled(plan.greeting.paused, { run }) }).waitFor(slow);
  await at('run-paused', window);
  await page.getByRole('link', { name: shell.nav.plan }).click();
  await page.getByRole('row', { name: run }).waitFor();
  await page.getByRole('heading', { name: filled(plan.greeting.paused, { run }) }).waitFor();
  await at('plan-greeting', window);

  await go(`#/plan/run/${run}`);
  const { waiting } = (await runs.status({ run })).run.counts;
  await confirm(waiting, plan.greeting[waiting === 1 ? 'goOn_one' : 'goOn_other']);
  await at('run-continue', window);
  await dialog.locator('button[type=submit]').click();
  const leaveKind = button(page, plan.pilot.leave);
  await leaveKind.or(page.locator('.bar').getByText(plan.state.ended)).first().waitFor(slow);
  if ((await leaveKind.count()) > 0) await leaveKind.click();
  await page.locator('.bar').getByText(plan.state.ended).waitFor(slow);
  await at('run-ended', window);

  await go(`#/plan/${id}`);
  await page.getByText(filled(plan.view.used, { run })).waitFor();
  await at('plan-used', window);
  await go('#/plan/P-0000');
  await page.getByRole('alert').waitFor();
  await at('plan-unknown', window);
  await walkLedger(window, go, { words, at });
  await walkCards(window, run, { words, at });
}

/** What was done, one entry whole, everything that opens over it, and the result of a check. */
async function walkLedger(
  window: Window,
  go: (hash: string) => Promise<unknown>,
  { words: { ledger }, at }: Pick<Walk, 'words' | 'at'>,
): Promise<void> {
  const { page } = window;
  await go('#/ledger');
  const cell = (text: string) => page.getByRole('gridcell', { name: piece(text) }).first();
  await cell(ledger.said.runEnded).waitFor();
  await at('ledger', window);
  for (const [name, said] of Object.entries({
    receipt: ledger.said.receipt.acknowledged,
    proof: ledger.said.proof.goneFor,
    intent: ledger.said.intent,
    started: ledger.said.runStarted,
  })) {
    await page.getByRole('searchbox').fill(name === 'started' ? 'run-started' : name);
    await cell(said).click();
    await page.getByRole('region', { name: ledger.details.title }).waitFor();
    await at(`ledger-${name}`, window);
  }
  await page.getByRole('region', { name: ledger.details.title }).getByRole('button').first().click();
  await button(page, ledger.filters.clear).click();
  await button(page, ledger.verify.button).click();
  await page.getByText(piece(ledger.verify.sound_other)).waitFor(slow);
  await button(page, ledger.export.title).click();
  await page.getByRole('menu').waitFor();
  await at('ledger-export', window);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: piece(ledger.filters.active_other) }).click();
  await page.getByRole('dialog').waitFor();
  await page.getByRole('combobox', { name: ledger.filters.kind }).click();
  await page.getByRole('option').first().waitFor();
  await at('ledger-filters', window);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('«gibt es nicht»');
  await page.getByRole('heading', { name: ledger.empty.noMatch }).waitFor();
  await at('ledger-no-match', window);
}

/** The cards of a run, what becomes of them, and labels. */
async function walkCards(
  { page, ...window }: Window,
  run: string,
  { words, at }: Pick<Walk, 'words' | 'at'>,
): Promise<void> {
  const { checklists } = words;
  const here = { page, ...window };
  const go = (hash: string) => page.goto(page.url().replace(/#.*|$/, hash));
  const drawn = () => page.locator('canvas').first().waitFor(slow);
  await go('#/checklists');
  await page.getByRole('row', { name: run }).waitFor();
  await at('checklists', here);
  await go(`#/checklists/${run}`);
  await page.getByRole('grid').waitFor();
  await page.getByLabel(checklists.results.numbers, { exact: true }).fill('1 x');
  await at('checklists-results', here);
  await page.getByRole('link', { name: checklists.part.paper }).click();
  await drawn();
  await at('checklists-paper', here);
  await page.getByRole('link', { name: checklists.part.scan }).click();
  const field = page.getByLabel(checklists.scan.field);
  await field.fill('«nichts»');
  await field.press('Enter');
  await page.getByText(piece(checklists.scan.rejected)).first().waitFor();
  await at('checklists-scan', here);
  await go('#/checklists/new');
  await drawn();
  await at('checklists-new', here);
  await go('#/checklists/labels');
  await drawn();
  await at('labels', here);
}

/** Every part of the settings. */
export async function walkSettings(home: Served, { words, open, at }: Walk): Promise<void> {
  const { ledger, settings, shell } = words;
  const { client } = home.host;
  await client.places.setRoom({
    site: '«Lindenhof»',
    room: '«Boden»',
    occupied: { until: '2099-11-28', reason: '«bleibt»' },
  });
  await client.places.setRoom({
    site: '«Lindenhof»',
    room: '«Keller»',
    occupied: { until: '2001-01-02', reason: '«zog aus»' },
  });
  const window = await open(`${home.url}#/settings`);
  const { page } = window;
  const dialog = page.getByRole('dialog');
  await page.getByRole('row', { name: DEFAULT_ACCOUNT.email }).waitFor();
  await button(page, filled(settings.logins.testNamed, { name: 'fleet' })).click();
  await page.getByText(piece(words.logins.test.works)).waitFor(slow);
  await at('settings-logins', window);
  await button(page, filled(settings.logins.removeNamed, { name: 'fleet' })).click();
  await button(page, settings.logins.removeYes).waitFor();
  await at('settings-remove-login', window);
  await button(page, shell.cancel).click();

  await page.getByRole('link', { name: settings.section.places }).click();
  await button(page, settings.places.addNetwork).click();
  await page.getByLabel(filled(settings.places.networkNamed, { n: 2 }), { exact: true }).fill('«nein»');
  await button(page, settings.places.saveNetworks).click();
  await page.getByRole('alert').waitFor();
  await at('settings-places', window);
  await button(page, filled(settings.places.setOccupiedNamed, { room: '«Keller»' })).click();
  await dialog.locator('button[type=submit]').click();
  await dialog.getByText(settings.places.badDay).waitFor();
  await at('settings-occupied', window);
  await button(page, shell.cancel).click();

  await page.getByRole('link', { name: settings.section.runs }).click();
  await page.getByLabel(settings.runs.quietS).fill('9999');
  await page.getByRole('alert').waitFor();
  await at('settings-runs', window);
  await page.getByRole('link', { name: settings.section.window }).click();
  await page.getByRole('radio', { name: settings.window.themes.dark }).waitFor();
  await at('settings-window', window);
  await page.getByRole('link', { name: settings.section.database }).click();
  await button(page, settings.database.verify).click();
  await page.getByText(piece(ledger.verify.sound_other)).waitFor(slow);
  await at('settings-database', window);
}

/** What stands above every screen: practice, a database that another one has, a host that does not answer, a fault. */
export async function walkNotices(t: TestContext, home: Served, { words, open, at }: Walk): Promise<void> {
  const { shell } = words;
  const reading = openHost({
    db: home.host.context.database,
    mode: 'read',
    command: 'test',
    env: { PLUGFLEET_INTERFACES: 'lo', PLUGFLEET_NO_KEYRING: '1', PLUGFLEET_VAULT_KEY: '5a'.repeat(32) },
    about: { version: '0.0.0', by: '«Tess»' },
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
  const looking = await open(serving.url);
  await looking.page.getByText(shell.readOnly).waitFor();
  await at('read-only', looking);

  const window = await open(home.url);
  const { page } = window;
  await page.goto(`${new URL(home.url).origin}/practice/#/scan`);
  await page.getByText(shell.practiceBanner).waitFor();
  await page.getByRole('textbox').waitFor(slow);
  await at('practice', window);
  await page.route('**/rpc/**', (route) => route.abort());
  await page.goto(home.url);
  await page.getByText(shell.hostLost).first().waitFor();
  await at('host-lost', window);
  await page.unroute('**/rpc/**');
  await page.addInitScript(() =>
    Object.defineProperty(Intl, 'RelativeTimeFormat', {
      get: () => {
        throw new Error('«nichts»');
      },
    }),
  );
  await page.goto(home.url);
  await page.reload();
  await page.getByText(shell.broken.title).waitFor();
  await at('broken', window);
}
