import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { z } from 'zod';
import type { Run, RunItem, ShownPlan } from '../../contract/index.ts';
import {
  DEFAULT_ACCOUNT,
  type Fault,
  type PlugSpec,
  type RemoteFleet,
  STRANGER_ACCOUNT,
  type Truth,
} from '../../simulator/index.ts';
import { addLogin, type Desk, freeAddresses, newDesk, RunDocument, startPlugs } from './fleet-cli.ts';
import { asksForLogin, type HousePlug, house, type Kind } from './house.ts';

/** What is wrong with a plug, and what may honestly become of it in the first run. */
interface Trouble {
  /** Its part of the fleet, in percent. */
  share: number;
  fault: (elsewhere: string) => Fault | null;
  ends: readonly string[];
  /** Whether only plugs that ask for a login can have it: legacy ones have no account that could keep anyone out. */
  loginOnly?: true;
}

const troubles = {
  absent: { share: 10, fault: () => ({ kind: 'absent' }), ends: ['needs-hands'] },
  // the account is the fleet's, its password is not any more: what is stored gets tried where trying is what it takes
  'old-password': {
    share: 2,
    loginOnly: true,
    fault: () => null,
    ends: ['needs-hands needs-login'],
  },
  'wrong-account': {
    share: 5,
    loginOnly: true,
    fault: () => ({ kind: 'wrong-account' }),
    ends: ['needs-hands needs-login'],
  },
  flaky: {
    share: 5,
    fault: () => ({ kind: 'flaky', drop: 0.15 }),
    ends: ['reset', 'unproven', 'failed still-here', 'needs-hands'],
  },
  late: { share: 2, loginOnly: true, fault: () => ({ kind: 'late-http', wakeMs: 700 }), ends: ['reset'] },
  staying: { share: 2, fault: () => ({ kind: 'stay' }), ends: ['failed still-here'] },
  mute: { share: 2, fault: () => ({ kind: 'mute' }), ends: ['unproven'] },
  refusing: { share: 2, fault: () => ({ kind: 'refuse' }), ends: ['failed refused'] },
  elsewhere: {
    share: 2,
    fault: (at) => ({ kind: 'restart', awayMs: 1200, at }),
    ends: ['failed still-here'],
  },
  // nothing to do with them: a neighbour's plugs, and what must never be switched off
  tenant: { share: 2, fault: () => null, ends: ['left-alone not-owned'] },
  protected: { share: 2, fault: () => null, ends: ['left-alone protected'] },
  none: { share: 0, fault: () => null, ends: ['reset'] },
} as const satisfies Record<string, Trouble>;
type TroubleName = keyof typeof troubles;

interface Fleet {
  plugs: HousePlug[];
  troubleOf: Map<string, TroubleName>;
}

/** Deals the troubles over the fleet, the same for the same count. */
function troubled(prefix: string, count: number, kinds: readonly Kind[] | undefined): Fleet {
  const dealt = new Map<number, TroubleName>();
  const plain = house(prefix, count, undefined, kinds);
  // a step that shares no divisor with the count passes every plug once, in an order that mixes kinds and rooms
  const order = Array.from({ length: count }, (_, i) => (i * 37) % count);
  for (const [name, trouble] of Object.entries(troubles) as [TroubleName, Trouble][]) {
    let left = Math.ceil((trouble.share / 100) * count);
    for (const index of order) {
      const plug = plain[index];
      if (left === 0 || plug === undefined) break;
      if (dealt.has(index) || (trouble.loginOnly && !asksForLogin(plug))) continue;
      dealt.set(index, name);
      left -= 1;
    }
    assert.equal(left, 0, `too few plugs for ${name}`);
  }
  const change = (index: number): Partial<PlugSpec> => {
    const name = dealt.get(index) ?? 'none';
    const fault = troubles[name].fault(`${prefix}.3.${1 + index}`);
    return {
      ...(fault === null ? {} : { faults: [fault] }),
      ...(name === 'tenant' ? { account: STRANGER_ACCOUNT } : {}),
      ...(name === 'old-password' ? { account: { ...DEFAULT_ACCOUNT, password: 'before it was changed' } } : {}),
    };
  };
  const plugs = house(prefix, count, change, kinds);
  return { plugs, troubleOf: new Map(plugs.map((plug, index) => [plug.mac, dealt.get(index) ?? 'none'])) };
}

const Imported = z.object({ added: z.number(), rejected: z.array(z.unknown()) });
const Changed = z.object({ changed: z.number() });
const Written = z.object({ cards: z.number(), file: z.string() });

/** The way a property manager goes: yesterday's list, the account, a scan, and marks for what is not theirs. */
async function takeInventory(desk: Desk, { plugs, troubleOf }: Fleet, network: string): Promise<void> {
  const macs = (name: TroubleName): string[] => plugs.filter((p) => troubleOf.get(p.mac) === name).map((p) => p.mac);
  const absent = plugs.filter((p) => troubleOf.get(p.mac) === 'absent');
  const csv = join(desk.folder, 'bought.csv');
  writeFileSync(csv, ['mac,model,alias,owned', ...absent.map((p) => `${p.mac},${p.model},${p.alias},yes`)].join('\n'));
  assert.deepEqual(await desk.read(Imported, ['import', csv]), { added: absent.length, rejected: [] });

  await addLogin(desk);
  // a plug that loses datagrams may lose every answer of one scan: whoever knows how many there are scans again
  for (let scans = 0; (await desk.plugs()).length < plugs.length; scans++) {
    assert.ok(scans < 5, 'a plug that is there is never found');
    await desk.read(z.object({ plugs: z.array(z.unknown()) }), ['scan', '--network', network, '--own', 'all']);
  }
  await desk.read(Changed, ['disown', ...macs('tenant')]);
  await desk.read(Changed, ['protect', ...macs('protected'), '--reason', 'server room']);
}

const endOf = (item: RunItem): string => `${item.at} ${item.code ?? ''}`.trim();

/** Compares every item of a run with what really happened to its plug. */
function holdAgainstTruth(run: Run, { plugs, troubleOf }: Fleet, truths: Map<string, Truth>): void {
  assert.equal(run.items.length, plugs.length);
  for (const item of run.items) {
    const truth = truths.get(item.mac);
    const trouble = troubleOf.get(item.mac);
    assert.ok(truth && trouble);
    const what = `${item.mac} ${item.plug.model} (${trouble}) ended ${endOf(item)}, proof ${item.proof}; really ${JSON.stringify(truth)}`;
    const { ends } = troubles[trouble];
    assert.ok(
      ends.some((end) => end === endOf(item) || end === item.at),
      what,
    );
    assert.ok(truth.resetCommands.length <= 1, `more than one reset: ${what}`);
    assert.ok(truth.wrongLogins <= 2, `more wrong log-ins than law 9 allows: ${what}`);
    if (item.way !== 'network') assert.equal(truth.resetCommands.length, 0, `a reset without a target: ${what}`);
    if (item.at === 'reset') assert.ok(truth.erased && !truth.online, `called reset: ${what}`);
    if (item.at === 'failed') assert.ok(!truth.erased && truth.online, `called failed: ${what}`);
    if (item.at === 'needs-hands') assert.equal(truth.resetCommands.length, 0, what);
  }
}

/** Every plug that should have a card is on the paper. */
async function holdThePaper(t: TestContext, desk: Desk, run: Run): Promise<void> {
  const file = join(desk.folder, 'cards.pdf');
  const onPaper = run.items.filter((i) => i.at === 'needs-hands' || i.at === 'unproven' || i.at === 'failed');
  const written = await desk.read(Written, ['checklist', '--run', run.id, '--out', file]);
  assert.equal(written.cards, onPaper.length);
  assert.ok(statSync(file).size > 10_000);
  if (!existsSync('/usr/bin/pdftotext')) {
    t.diagnostic('pdftotext is not installed: the cards were counted, not read');
    return;
  }
  const text = execFileSync('/usr/bin/pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  for (const item of onPaper) assert.ok(text.includes(item.mac), `${item.mac} (${endOf(item)}) is not on the paper`);
}

async function truthsOf(fleet: RemoteFleet): Promise<Map<string, Truth>> {
  return new Map((await fleet.plugs()).map((truth) => [truth.mac, truth]));
}

/** What is left is planned again: nothing that can be reached, is owned and is not erased may be missed. */
async function secondRound(desk: Desk, fleet: RemoteFleet, { plugs, troubleOf }: Fleet): Promise<void> {
  const before = await truthsOf(fleet);
  // somebody was there meanwhile: what refused or came back elsewhere will obey now, what stayed still will not
  for (const { mac } of plugs) {
    const trouble = troubleOf.get(mac);
    if (trouble === 'refusing' || trouble === 'elsewhere') await fleet.setFault(mac, []);
  }
  const plan: ShownPlan = await desk.plan('--all');
  for (const item of plan.items) {
    const truth = before.get(item.mac);
    const trouble = troubleOf.get(item.mac);
    assert.ok(truth && trouble);
    const what = `${item.mac} (${trouble}) goes ${item.way} ${item.reasons.join(' ')}; really ${JSON.stringify(truth)}`;
    if (trouble === 'tenant' || trouble === 'protected') assert.equal(item.way, 'leave', what);
    else if (trouble === 'wrong-account' || trouble === 'old-password')
      assert.deepEqual([item.way, item.reasons], ['hands', ['needs-login']], what);
    // a plug that loses every answer of a look cannot be told from one that is not there: a hand goes there
    else if (truth.online && trouble === 'flaky') assert.notEqual(item.way, 'leave', what);
    else if (truth.online) assert.equal(item.way, 'network', what);
    else assert.notEqual(item.way, 'network', what);
  }
  const { run } = await desk.read(
    RunDocument,
    ['run', plan.id, '--confirm', String(plan.counts.network), '--quiet', '2', '--no-pilot', '--max-failures', '100'],
    { exits: [0, 1] },
  );
  const after = await truthsOf(fleet);
  for (const item of run.items) {
    const was = before.get(item.mac);
    const is = after.get(item.mac);
    assert.ok(was && is);
    const what = `${item.mac} (${troubleOf.get(item.mac)}) ended ${endOf(item)}; really ${JSON.stringify(is)}`;
    assert.ok(is.wrongLogins <= 2, `more wrong log-ins than law 9 allows: ${what}`);
    assert.ok(is.resetCommands.length - was.resetCommands.length <= (item.way === 'network' ? 1 : 0), what);
    if (item.way !== 'network') continue;
    if (is.online)
      assert.ok(item.at === 'failed' || (item.at === 'needs-hands' && troubleOf.get(item.mac) === 'flaky'), what);
    else assert.ok(item.at === 'reset' || (item.at === 'unproven' && troubleOf.get(item.mac) === 'flaky'), what);
  }
  assert.equal(run.counts.waiting, 0);
}

/**
 * A fleet with everything that goes wrong in a house: it is found, owned, planned, run, printed and held against what
 * really happened; then what is left is planned again.
 */
export async function troubledFleet(
  t: TestContext,
  o: { count: number; kinds?: readonly Kind[]; options: readonly string[] },
): Promise<void> {
  const { count, options } = o;
  const prefix = await freeAddresses();
  const made = troubled(prefix, count, o.kinds);
  const fleet = await startPlugs(t, { plugs: made.plugs });
  const desk = newDesk(t);
  await takeInventory(desk, made, `${prefix}.0.0/22`);

  const plan = await desk.plan('--all');
  let { run } = await desk.read(
    RunDocument,
    ['run', plan.id, '--confirm', String(plan.counts.network), '--quiet', '2', '--max-failures', '100', ...options],
    { exits: [1] },
  );
  // a pilot of a kind may be one that nobody can vouch for: a person looks and goes on with another one
  for (let looks = 0; run.counts.waiting > 0; looks++) {
    assert.ok(looks < 10, 'it never comes to an end');
    ({ run } = await desk.read(RunDocument, ['continue', run.id, '--confirm', String(run.counts.waiting)], {
      exits: [0, 1],
    }));
  }
  t.diagnostic(`${count} plugs: ${JSON.stringify(run.counts)} in ${Math.round(run.tookMs / 1000)} s`);
  const truths = await truthsOf(fleet);
  if (options.includes('--no-pilot')) holdAgainstTruth(run, made, truths);
  else holdWithPilots(run, made, truths);
  const tried = [...truths.values()].filter((truth) => truth.wrongLogins > 0);
  // the stored password goes to those that know only an older one, and to nobody else
  for (const { mac } of tried) assert.equal(made.troubleOf.get(mac), 'old-password');
  t.diagnostic(`${tried.length} plugs were tried a password that is wrong`);
  await holdThePaper(t, desk, run);
  await secondRound(desk, fleet, made);
  const { verified } = desk.ledger();
  assert.ok(verified.ok, verified.reason);
}

/** With pilots a whole kind may have been left alone because its first plug failed. */
function holdWithPilots(run: Run, made: Fleet, truths: Map<string, Truth>): void {
  const left = run.items.filter((i) => i.code === 'pilot-failed');
  for (const item of left) {
    assert.equal(truths.get(item.mac)?.resetCommands.length, 0);
    const kin = run.items.filter(
      (i) =>
        i.plug.model === item.plug.model &&
        i.plug.hardware === item.plug.hardware &&
        i.plug.firmware === item.plug.firmware,
    );
    assert.ok(
      kin.some((i) => i.at === 'failed') && !kin.some((i) => i.at === 'reset'),
      `${item.mac} was left without cause`,
    );
  }
  const macs = new Set(left.map((i) => i.mac));
  holdAgainstTruth(
    { ...run, items: run.items.filter((i) => !macs.has(i.mac)) },
    { ...made, plugs: made.plugs.filter((p) => !macs.has(p.mac)) },
    truths,
  );
}
