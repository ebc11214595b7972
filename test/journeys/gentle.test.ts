import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { startGapMs } from '../../engine/run/pace.ts';
import { DEFAULT_ACCOUNT, type PlugSpec, STRANGER_ACCOUNT } from '../../simulator/index.ts';
import { newDesk, PlanDocument, RunDocument } from './fleet-cli.ts';
import { everyTransport } from './house.ts';
import { spawned } from './typed.ts';
import { cable, type DistantFleet, places, plugsIn, whyNoWires } from './wires.ts';

const skip = whyNoWires() ?? false;

/** Law 9: wrong tries within a day, and the least time between two of them. */
const mostWrongTries = 2;
const spacingMs = 30_000;
/** Plugs read at the same time by whatever only looks. */
const readAtOnce = 16;
/** Datagrams to the plugs of a network within any second. */
const mostDatagrams = 1000;
/** What this machine may be late by in noting when something came. */
const slackMs = 250;

const alikeCount = 60;
const mac = (i: number): string => `50:C7:BF:09:00:${i.toString(16).toUpperCase().padStart(2, '0')}`;

/** Plugs of every transport, three that other accounts own, and many of the quickest kind. */
function plugs(): (PlugSpec & { mac: string })[] {
  const foreign = [
    { model: 'P100', transport: 'aes' },
    { model: 'P110' },
    { model: 'P110', transport: 'tpap' },
  ] as const;
  const alike = Array.from({ length: alikeCount }, () => ({ model: 'HS103', transport: 'xor' as const }));
  return [
    ...everyTransport.map((kind) => ({ ...kind, account: DEFAULT_ACCOUNT })),
    ...foreign.map((kind) => ({ ...kind, account: STRANGER_ACCOUNT })),
    ...alike,
  ].map((kind, i) => ({ ...kind, mac: mac(i), address: `10.9.0.${10 + i}`, alias: `Lamp ${i}`, watts: 0 }));
}

const all = plugs();
const mixed = all.slice(0, all.length - alikeCount).map((plug) => plug.mac);
const alike = all.slice(-alikeCount).map((plug) => plug.mac);
const network = `10.9.0.10-10.9.0.${9 + all.length}`;

interface Span {
  fromMs: number;
  toMs: number;
}

/** How many of them went on at the same time, at the most. */
function mostAtOnce(spans: readonly Span[]): number {
  const turns = spans.flatMap(({ fromMs, toMs }) => [[fromMs, 1] as const, [toMs, -1] as const]);
  // one that ends as another begins does not go on beside it
  turns.sort(([aMs, a], [bMs, b]) => aMs - bMs || a - b);
  let now = 0;
  return turns.reduce((most, [, step]) => {
    now += step;
    return Math.max(most, now);
  }, 0);
}

/** Counts the datagrams that come to a place, whether anybody there listens or not. */
class Datagrams {
  readonly #pid: number;
  readonly #samples: { atMs: number; count: number }[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#look(), 50);
  }

  #look(): void {
    const [names = '', numbers = ''] = readFileSync(`/proc/${this.#pid}/net/snmp`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('Udp:'));
    const values = numbers.split(' ').map(Number);
    const of = (name: string): number => values[names.split(' ').indexOf(name)] ?? Number.NaN;
    this.#samples.push({ atMs: performance.now(), count: of('InDatagrams') + of('NoPorts') + of('InErrors') });
  }

  /** Ends counting. */
  mostInASecond(): number {
    clearInterval(this.#timer);
    let most = 0;
    let first = 0;
    for (const last of this.#samples) {
      for (;;) {
        const [from, next] = [this.#samples[first], this.#samples[first + 1]];
        if (from === undefined || next === undefined || last.atMs - next.atMs < 1000) break;
        first += 1;
      }
      const from = this.#samples[first];
      if (from === undefined || last.atMs - from.atMs < 1000) continue;
      most = Math.max(most, ((last.count - from.count) * 1000) / (last.atMs - from.atMs));
    }
    return Math.ceil(most);
  }
}

async function neighbourhood(t: TestContext) {
  const { office, floor } = places(t, 'office', 'floor');
  cable(office, 'eth0', floor, 'eth0');
  office.ip('addr add 10.9.0.1/24 brd + dev eth0');
  floor.batch(all.map(({ address }) => `addr add ${address}/24 brd + dev eth0`));
  const fleet = await plugsIn(t, floor, { plugs: all, broadcast: ['10.9.0.255'], timeScale: 0.2 });
  const desk = newDesk(t);
  const run = async (argv: readonly string[], o: { stdin?: string; exits?: readonly number[] } = {}) => {
    const ended = await spawned(desk, ['--json', ...argv], { before: office.inside, stdin: o.stdin ?? '' });
    assert.ok((o.exits ?? [0]).includes(ended.exit ?? -1), `${argv.join(' ')}: ${ended.exit}\n${ended.stderr}`);
    return JSON.parse(ended.stdout);
  };
  return { fleet, desk, run };
}

type Run = Awaited<ReturnType<typeof neighbourhood>>['run'];

/** @param begins told when the plan is made and the run begins */
async function erase(run: Run, macs: readonly string[], concurrency: number, begins: () => void): Promise<string> {
  const { plan } = PlanDocument.parse(await run(['plan', ...macs, '--allow', 'loaded', 'no-snapshot']));
  const begin = ['run', plan.id, '--confirm', String(plan.counts.network), '--no-pilot', '--quiet', '3'];
  begin.push('--concurrency', String(concurrency));
  begins();
  const { run: done } = RunDocument.parse(await run(begin, { exits: [0, 1] }));
  assert.ok(done.counts.reset >= plan.counts.network - 2, JSON.stringify(done.counts));
  return done.id;
}

/** What was said to the plugs since. */
const since = (told: Awaited<ReturnType<DistantFleet['plugs']>>, fromMs: number): Map<string, Span[]> =>
  new Map(told.map((plug) => [plug.mac, plug.conversations.filter((one) => one.fromMs >= fromMs)]));

// law 9
test('a whole life of a fleet is gentle to every plug and to their network', { skip, timeout: 300_000 }, async (t) => {
  const { fleet, run } = await neighbourhood(t);
  const datagrams = new Datagrams(fleet.pid);
  const limits: { what: string; fromMs: number; most: number }[] = [];
  const from = (what: string, most: number): void => void limits.push({ what, fromMs: Date.now(), most });

  await run(['login', 'add', 'a typo', '--email', DEFAULT_ACCOUNT.email], { stdin: 'not the password\n' });
  await run(['login', 'add', 'fleet', '--email', DEFAULT_ACCOUNT.email], { stdin: `${DEFAULT_ACCOUNT.password}\n` });
  from('scan and plan', readAtOnce);
  await run(['scan', '--network', network, '--own', 'all']);
  await run(['scan', '--network', network]);
  const first = await erase(run, mixed, 3, () => from('a run with --concurrency 3', 3));
  from('another plan', readAtOnce);
  const second = await erase(run, alike, 64, () => from('a run with --concurrency 64', 64));
  from('check and scan', readAtOnce);
  for (const id of [first, second]) await run(['check', id, '--quiet', '3'], { exits: [0, 1] });
  await run(['scan', '--network', network]);

  const mostASecond = datagrams.mostInASecond();
  const told = await fleet.plugs();
  await t.test('log-ins: no plug gets more than two wrong tries, spaced, and none once it is locked', () => {
    for (const { mac, wrongLoginsAtMs: wrong, triesWhileLocked } of told) {
      assert.ok(wrong.length <= mostWrongTries, `${mac}: ${wrong.length} wrong log-ins`);
      for (const [i, atMs] of wrong.entries())
        assert.ok(i === 0 || atMs - (wrong[i - 1] ?? 0) >= spacingMs, `${mac}: wrong log-ins too close`);
      assert.equal(triesWhileLocked, 0, mac);
    }
    assert.ok(
      told.some(({ wrongLoginsAtMs }) => wrongLoginsAtMs.length > 0),
      'somebody was told a wrong password',
    );
  });
  await t.test('conversations: never two at once with one plug', () => {
    for (const { mac, conversations } of told) assert.ok(mostAtOnce(conversations) <= 1, mac);
    assert.ok(
      told.every(({ conversations }) => conversations.length < 200),
      'none was forgotten',
    );
  });
  await t.test('never more plugs at once than was said', () => {
    for (const [i, { what, fromMs, most }] of limits.entries()) {
      const toMs = limits[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      const spans = [...since(told, fromMs).values()].flat().filter((one) => one.fromMs < toMs);
      const found = mostAtOnce(spans);
      t.diagnostic(`${what}: ${spans.length} conversations, ${found} at once`);
      assert.ok(spans.length > 0 && found <= most, `${what}: ${found} at once, ${most} were allowed`);
    }
  });
  await t.test('a run starts its visits one after the other', () => {
    const began = since(told, limits[3]?.fromMs ?? 0);
    const starts = alike.map((mac) => began.get(mac)?.[0]?.fromMs ?? Number.NaN).sort((a, b) => a - b);
    const tookMs = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
    t.diagnostic(`${starts.length} visits began within ${Math.round(tookMs)} ms`);
    // one start may be caught up with
    assert.ok(tookMs >= (alikeCount - 2) * startGapMs - slackMs, `${alikeCount} visits began within ${tookMs} ms`);
  });
  await t.test('the network: no more than a thousand datagrams a second', () => {
    t.diagnostic(`${mostASecond} datagrams in one second`);
    assert.ok(mostASecond > 0 && mostASecond <= mostDatagrams, `${mostASecond} datagrams in one second`);
  });
  await t.test('and a reset is sent once', () => {
    assert.ok(told.every(({ resetCommands }) => resetCommands.length <= 1));
  });
});
