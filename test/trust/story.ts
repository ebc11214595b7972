import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { LedgerEntry, LedgerKind } from '../../contract/index.ts';
import type { RemoteFleet } from '../../simulator/index.ts';
import {
  addLogin,
  type Desk,
  type Ended,
  freeAddresses,
  newDesk,
  type Running,
  startPlugs,
  type Tidied,
} from '../journeys/fleet-cli.ts';
import { Eye } from './eye.ts';
import { type Held, hold, type Wrongs } from './hold.ts';
import { type Neighbourhood, neighbourhood, oldAccount, targets } from './neighbourhood.ts';

/** What all stories of one trial came to. */
export interface Tally extends Wrongs {
  kills: number;
  /** Kills in the turn in which an entry of this kind was seen. */
  at: Map<LedgerKind, number>;
  plugs: number;
  resets: number;
  entries: number;
}

/** Right after which entry a command is killed; how many of its resets are meant before it is asked to start no more. */
interface Step {
  kind: LedgerKind;
  is?: (entry: LedgerEntry) => boolean;
  by: 'sending' | 'check';
  lastCall?: number;
}

const ends = (at: string) => (e: LedgerEntry) => e.kind === 'item-ended' && e.body.at === at;
const receives = (receipt: string) => (e: LedgerEntry) => e.kind === 'receipt' && e.body.receipt === receipt;
const proves = (grade: string) => (e: LedgerEntry) => e.kind === 'proof' && e.body.grade === grade;

/** Every step of a run that is in its ledger. Those that need a quiet time come with a last call, or nothing is left to send. */
const steps: readonly Step[] = [
  { kind: 'run-continued', by: 'sending' },
  { kind: 'intent', by: 'sending' },
  { kind: 'receipt', is: receives('acknowledged'), by: 'sending' },
  { kind: 'receipt', is: receives('cut-off'), by: 'sending' },
  { kind: 'receipt', is: receives('refused'), by: 'sending' },
  { kind: 'proof', is: proves('gone'), by: 'sending', lastCall: 3 },
  { kind: 'proof', is: proves('in-setup'), by: 'sending', lastCall: 10 },
  { kind: 'item-ended', is: ends('reset'), by: 'sending', lastCall: 3 },
  { kind: 'struck', by: 'sending', lastCall: 10 },
  { kind: 'run-paused', by: 'sending', lastCall: 2 },
  { kind: 'run-checked', by: 'check' },
  { kind: 'run-ended', by: 'check' },
];

interface Home {
  desk: Desk;
  fleet: RemoteFleet;
  hood: Neighbourhood;
  eye: Eye;
  tally: Tally;
  random: () => number;
  /** Kills that are still wanted of this story. */
  left: number;
  say: (line: string) => void;
}

const Any = z.unknown();

/** Compiled once: the command line is started for every kill. */
const withCache = (desk: Desk): { env: Record<string, string> } => ({
  env: { NODE_COMPILE_CACHE: join(desk.folder, 'compiled') },
});

/**
 * One neighbourhood from the first scan to the last paper, by a command line that is killed at every step of its
 * ledger and then at moments of chance, until `most` kills were done; what is left is then carried out in peace.
 */
export async function story(
  t: Tidied,
  o: { most: number; tally: Tally; random: () => number; say: (line: string) => void },
): Promise<void> {
  const prefix = await freeAddresses();
  const hood = neighbourhood(prefix);
  const fleet = await startPlugs(t, { plugs: hood.plugs, timeScale: 0.2, seed: Math.floor(o.random() * 2 ** 31) });
  const desk = newDesk(t);
  await addLogin(desk);
  const home: Home = { desk, fleet, hood, eye: new Eye(desk), ...o, left: o.most };

  await takeInventory(home);
  const plan = await desk.plan('--all');
  const wanted = hood.macs(...targets);
  assert.equal(plan.counts.network, wanted.length, JSON.stringify(plan.counts));
  await carryOut(home, plan);
  await enterCards(home);
  await changePassword(home);
  const last = await settle(home);
  o.tally.plugs += hood.plugs.length;
  o.tally.resets += last.truths.reduce<number>((sum, truth) => sum + truth.resetCommands.length, 0);
  o.tally.entries += last.entries.length;
}

/** Starts a command and kills it as soon as an entry is seen. False where it ended before. */
async function killedAt(
  home: Home,
  args: readonly string[],
  wanted: (entry: LedgerEntry) => boolean,
  onIntent: (command: Running) => void = () => undefined,
): Promise<boolean> {
  const command = home.desk.start(args, withCache(home.desk));
  const found = await home.eye.sees(command, (entry) => {
    if (entry.kind === 'intent') onIntent(command);
    return wanted(entry);
  });
  command.kill('SIGKILL');
  const isKilled = over(args, await command.ended);
  if (isKilled && found !== undefined) {
    home.tally.at.set(found.kind, (home.tally.at.get(found.kind) ?? 0) + 1);
    await counted(home, `${args[0]} killed after ${found.kind} (entry ${found.seq})`);
  }
  return isKilled;
}

/** Starts a command and kills it so long after it wrote its first entry, or after its start where it writes none. */
async function killedByChance(home: Home, args: readonly string[]): Promise<boolean> {
  const command = home.desk.start(args, withCache(home.desk));
  const isEarly = home.random() < 0.15;
  const ms = Math.floor(home.random() * (isEarly ? 700 : 900));
  if (!isEarly) await home.eye.sees(command, () => true);
  await Promise.race([pause(ms), command.ended]);
  command.kill('SIGKILL');
  const isKilled = over(args, await command.ended);
  if (isKilled) await counted(home, `${args[0]} killed ${ms} ms after its ${isEarly ? 'start' : 'first entry'}`);
  return isKilled;
}

function over(args: readonly string[], { signal, exit, stderr }: Ended): boolean {
  if (signal === 'SIGKILL') return true;
  // 130: asked to start no more plugs
  assert.ok(exit === 0 || exit === 1 || exit === 130, `${args.join(' ')}: exit ${exit}\n${stderr}`);
  return false;
}

async function counted(home: Home, what: string): Promise<void> {
  home.tally.kills += 1;
  home.left -= 1;
  home.say(what);
  await hold(home, home.tally);
}

/** How often a kill is tried for a command that was over before it was seen to write. */
const patience = 3;

/** A command that writes one kind of entry: killed at it, then carried out in peace. `undo` takes it back. */
async function twice(
  home: Home,
  kind: LedgerKind,
  args: readonly string[],
  o: { undo?: readonly string[]; exits?: readonly number[] } = {},
): Promise<void> {
  const { desk, left } = home;
  for (let tries = 0; tries < patience && left > 0 && home.left === left; tries++) {
    if (tries > 0 && o.undo !== undefined) await desk.read(Any, o.undo, withCache(desk));
    await killedAt(home, args, (e) => e.kind === kind);
  }
  await desk.read(Any, args, { ...withCache(desk), exits: o.exits ?? [0] });
  await hold(home, home.tally);
}

async function takeInventory(home: Home): Promise<void> {
  const { desk, hood } = home;
  await twice(home, 'login-refused', ['scan', '--network', hood.network]);
  const ours = hood.plugs.map(({ mac }) => mac).filter((mac) => hood.part.get(mac) !== 'stranger');
  await twice(home, 'owned', ['own', ...ours], { undo: ['disown', ...ours] });
  assert.equal((await desk.plugs()).length, hood.plugs.length);
  await home.fleet.powerOff(awayOf(home));
  const nobodys = hood.macs('disowned');
  await twice(home, 'disowned', ['disown', ...nobodys], { undo: ['own', ...nobodys] });
  const protect = ['protect', ...hood.macs('protected'), '--reason', 'server room'];
  const unprotect = ['unprotect', ...hood.macs('protected')];
  await twice(home, 'protected', protect, { undo: unprotect });
  await twice(home, 'unprotected', unprotect, { undo: protect });
  await desk.read(Any, protect);
  const are = await desk.plugs();
  for (const { mac, owned, protected: reason } of are) {
    const part = hood.part.get(mac);
    assert.equal(owned, part !== 'disowned' && part !== 'stranger', `${part} ${mac}`);
    assert.equal(Boolean(reason), part === 'protected', `${part} ${mac}`);
  }
}

/** The run of one plan, killed again and again, to its end. */
async function carryOut(home: Home, plan: { id: string; counts: { network: number } }): Promise<void> {
  const { desk } = home;
  const begin = ['run', plan.id, '--confirm', String(plan.counts.network), '--quiet', '1', '--no-pilot'];
  begin.push('--max-failures', '100');
  if (home.left > 0) await killedAt(home, begin, (e) => e.kind === 'run-started');
  const todo = home.left > 0 ? shuffled(steps, home.random) : [];
  const tried = new Map<Step, number>();
  /** The cards and the new password have kills of their own. */
  const kept = Math.min(4, home.left);
  for (let sittings = 0; ; sittings++) {
    assert.ok(sittings < 400, 'it never comes to an end');
    const now = await hold(home, home.tally);
    const waiting = now?.items.filter((i) => i.at === 'waiting').length ?? plan.counts.network;
    if (now !== undefined && waiting === 0 && (home.left <= kept || sittings > 150)) break;
    const check = ['check', now?.run ?? ''];
    const send = now === undefined ? begin : ['continue', now.run, '--confirm', String(waiting)];
    const step = home.left > kept ? todo.find((s) => waiting > 0 || s.by === 'check') : undefined;
    if (step !== undefined) {
      const args = step.by === 'check' && now !== undefined ? check : send;
      const wanted = (e: LedgerEntry): boolean => e.kind === step.kind && (step.is?.(e) ?? true);
      const isDone = await killedAt(home, args, wanted, lastCall(step.lastCall));
      tried.set(step, (tried.get(step) ?? 0) + 1);
      if (isDone || tried.get(step) === patience) todo.splice(todo.indexOf(step), 1);
    } else if (home.left > kept) {
      await killedByChance(home, now !== undefined && (waiting === 0 || home.random() < 0.2) ? check : send);
    } else {
      over(send, await desk.run(send, withCache(desk)));
    }
  }
}

/** Asks the command, after so many intents, to start no more plugs: what it has begun comes to its end. */
function lastCall(after: number | undefined): (command: Running) => void {
  let intents = 0;
  return (command) => {
    intents += 1;
    if (intents === after) command.kill('SIGINT');
  };
}

/** Cards for what needs hands; one is ticked off and the tick taken back. */
async function enterCards(home: Home): Promise<void> {
  const now = await hold(home, home.tally);
  assert.ok(now);
  const card = now.items.find((i) => i.at === 'needs-hands');
  assert.ok(card, 'no card is left to tick off');
  const file = join(home.desk.folder, 'cards.pdf');
  await twice(home, 'checklist-printed', ['checklist', '--run', now.run, '--out', file]);
  const tick = (result: string): string[] => ['tick', now.run, card.mac, result, '--by', 'Mrs. Cleaner'];
  await twice(home, 'tick', tick('--done'), { undo: tick('--withdraw') });
  // a tick that was taken back before the kill cannot be taken back again
  await twice(home, 'tick-withdrawn', tick('--withdraw'), { undo: tick('--done'), exits: [0, 2] });
}

/** The plug that is away from the first scan on, so that nothing uses up what law 9 leaves of its tries for the day. */
const awayOf = ({ hood }: Home): string => {
  const [mac] = hood.macs('old-password');
  assert.ok(mac);
  return mac;
};

/** Law 9 keeps wrong tries apart; a new secret is tried when a person asks. */
async function changePassword(home: Home): Promise<void> {
  const { desk, fleet } = home;
  const mac = awayOf(home);
  await fleet.powerOn(mac);
  const refused = desk.ledger().entries.filter((e) => e.kind === 'login-refused' && e.mac === mac);
  await pause(Math.max(0, Math.max(...refused.map((e) => Date.parse(e.at))) + 31_000 - Date.now()));
  await desk.read(Any, ['login', 'remove', 'fleet']);
  await addLogin(desk, oldAccount);
  await twice(home, 'login-accepted', ['login', 'test', 'fleet', mac]);
  await desk.read(Any, ['login', 'remove', 'fleet']);
  await addLogin(desk);
}

/** The last look: every item says what is true of its plug; what was meant and never left is planned again and erased. */
async function settle(home: Home): Promise<Held> {
  const { desk, hood, fleet } = home;
  const first = await hold(home, home.tally);
  assert.ok(first);
  await desk.read(Any, ['check', first.run], { exits: [0, 1] });
  const now = await hold(home, home.tally);
  assert.ok(now);
  const truthOf = new Map(now.truths.map((truth) => [truth.mac, truth]));
  for (const item of now.items.filter(({ way }) => way === 'network')) {
    const truth = truthOf.get(item.mac);
    const what = `${item.at} ${item.code ?? ''}, really ${JSON.stringify(truth)}`;
    const isAcknowledged: boolean = now.entries.some(
      (e: LedgerEntry) => e.mac === item.mac && e.kind === 'receipt' && e.body.receipt === 'acknowledged',
    );
    const isSure: boolean = isAcknowledged || hood.part.get(item.mac) === 'fresh';
    // who killed us between the reset and its answer took the proof away with it
    assert.equal(item.at, !truth?.erased ? 'failed' : isSure ? 'reset' : 'unproven', what);
  }
  const obedient = new Set(hood.macs('willing', 'cut', 'fresh'));
  const left = now.items.filter((i) => i.at === 'failed' && obedient.has(i.mac)).map((i) => i.mac);
  if (left.length > 0) {
    const plan = await desk.plan(...left);
    assert.equal(plan.counts.network, left.length);
    over(['run'], await desk.run(['run', plan.id, '--confirm', String(left.length), '--quiet', '1', '--no-pilot']));
  }
  for (const mac of obedient) assert.ok((await fleet.truth(mac)).erased, `${mac} was lost`);
  const last = await hold(home, home.tally);
  assert.ok(last);
  return last;
}

function shuffled<T>(from: readonly T[], random: () => number): T[] {
  const left = [...from];
  return from.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}
