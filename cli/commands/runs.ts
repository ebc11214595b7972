import { confirm, isCancel } from '@clack/prompts';
import type { Command } from 'commander';
import { advice, exits, type Run, type RunCounts, type RunItem } from '../../contract/index.ts';
import type { Client } from '../../host/index.ts';
import { type Door, follow } from '../door.ts';
import type { Registrar } from '../registrar.ts';
import { numberOf } from '../selection.ts';
import { printable, table } from '../table.ts';

/** How an item stands, in words that claim no more than is known. */
const stateWords: Record<RunItem['at'], string> = {
  waiting: 'waiting',
  connecting: 'connecting',
  'checking-identity': 'checking who it is',
  sending: 'sending the reset',
  watching: 'watching whether it leaves',
  reset: 'reset',
  unproven: 'unproven',
  failed: 'failed',
  'needs-hands': 'needs hands',
  'left-alone': 'left alone',
  'by-hand': 'done by hand',
  'not-found': 'not found',
  dead: 'dead',
};

const proofWords: Record<RunItem['proof'], string> = {
  none: '',
  asked: 'asked',
  gone: 'gone from the network',
  'in-setup': 'in set-up',
  'read-back': 'read back empty',
};

/** The proof reached, with the silence it rests on; that nothing could show the network's life is said as well. */
function proofOf({ proof, silence }: Pick<RunItem, 'proof' | 'silence'>): string {
  if (proof !== 'gone' || silence === undefined) return proofWords[proof];
  const unwitnessed = silence.witness === 'none' || silence.witness === 'loopback';
  return `${proofWords.gone} for ${silence.quietS} s${unwitnessed ? ', no witness' : ''}`;
}

const underWay: readonly RunItem['at'][] = ['waiting', 'connecting', 'checking-identity', 'sending', 'watching'];

const countWords = (c: RunCounts): string =>
  (
    [
      ['reset', c.reset],
      ['done by hand', c.byHand],
      ['unproven', c.unproven],
      ['failed', c.failed],
      ['need hands', c.needsHands],
      ['not found', c.notFound],
      ['dead', c.dead],
      ['left alone', c.leftAlone],
      ['waiting', c.waiting],
    ] as const
  )
    .filter(([, n]) => n > 0)
    .map(([word, n]) => `${n} ${word}`)
    .join(' · ');

const nameOf = (item: RunItem): string => printable(item.plug.label ?? item.plug.alias);

function itemLine(item: RunItem): string {
  const why = item.code === undefined ? proofOf(item) : advice[item.code].title;
  return `${item.mac}  ${item.plug.model.padEnd(7)} ${nameOf(item)}: ${stateWords[item.at]}${why === '' ? '' : ` (${why})`}`;
}

/** Who ticked its card and when; that others said something else comes first. */
const tickOf = ({ tick, conflict }: RunItem): string =>
  tick === undefined ? '' : `${conflict ? 'CONFLICT: ' : ''}${tick.by}, ${tick.at.slice(0, 16)}`;

/** A run in full: every item, the counts, and what to do next. */
function tell(door: Door, run: Run): void {
  door.out.say(
    table(
      ['MAC', 'MODEL', 'NAME', 'STATE', 'PROOF', 'WHY'],
      run.items.map((i) => [
        i.mac,
        i.plug.model,
        i.plug.label ?? i.plug.alias,
        stateWords[i.at],
        proofOf(i),
        i.code ?? tickOf(i),
      ]),
    ),
  );
  summary(door, run);
}

function summary(door: Door, run: Run): void {
  const words = {
    running: 'running',
    paused: 'paused',
    ended: 'ended',
    'cut-short': 'cut short, or under way elsewhere',
  } as const;
  door.out.say(`\nRun ${run.id} (${words[run.state]}): ${countWords(run.counts)}.`);
  if (run.code !== undefined) door.out.say(`${advice[run.code].title}. ${advice[run.code].next}`);
  const conflicts = run.items.filter((item) => item.conflict === true);
  if (conflicts.length > 0)
    door.out.say(
      `Two people say different things of ${conflicts.length}: ${conflicts.map((item) => item.mac).join(', ')}. See plugfleet show MAC; take the ticks back with --withdraw and enter the right one.`,
    );
  const { waiting, needsHands, unproven, failed } = run.counts;
  if (unproven > 0) door.out.say(`To look again for proof: plugfleet check ${run.id}`);
  if (waiting > 0) door.out.say(`To go on with what waits: plugfleet continue ${run.id} --confirm ${waiting}`);
  if (needsHands + unproven + failed > 0)
    door.out.say(`To print a card for each that needs a hand: plugfleet checklist --run ${run.id} --out cards.pdf`);
}

const exitOfRun = ({ counts }: Run): number =>
  counts.failed + counts.unproven + counts.waiting + counts.needsHands > 0 ? exits.incomplete : exits.done;

/**
 * Follows a run that is under way to its end. The first Ctrl-C lets what is under way come to its end, the second
 * stops at once; neither can call back a reset that is on the wire.
 */
async function followRun(door: Door, client: Client, run: string): Promise<number> {
  const { out } = door;
  let interrupts = 0;
  let asking = new AbortController();
  const release = door.io.onInterrupt((how) => {
    interrupts += how === 'term' ? 2 : 1;
    asking.abort();
    const now = interrupts > 1;
    out.note(
      now
        ? 'Stopping now. What was sent and is not proven stays unproven.'
        : 'No further plug is started; what is under way comes to its end. Ctrl-C again stops at once.',
    );
    void client.runs.stop({ run, how: now ? 'now' : 'after-current' });
  });
  const ended = new Map<string, string>();
  try {
    const { run: last } = await follow(await client.runs.watch({ run }), (news) => {
      if (news.kind === 'snapshot') {
        for (const item of news.run.items) if (!underWay.includes(item.at)) ended.set(item.mac, item.at);
        return out.progress(`Run ${run}: ${countWords(news.run.counts)}`);
      }
      if (news.kind === 'ask-pilot') {
        asking = new AbortController();
        void askPilot(door, client, run, news.group, news.mac, asking.signal);
        return;
      }
      if (news.kind === 'pilot-answered') return;
      const { item, counts } = news;
      if (!underWay.includes(item.at) && ended.get(item.mac) !== item.at) {
        ended.set(item.mac, item.at);
        out.note(itemLine(item));
      }
      out.progress(`Run ${run}: ${countWords(counts)}`);
    });
    asking.abort();
    out.document({ run: last });
    if (!out.json) tell(door, last);
    return interrupts > 0 ? exits.stopped : exitOfRun(last);
  } finally {
    release();
  }
}

/** The first plug of a kind was sent the reset and nothing proves it: may its kind follow? */
async function askPilot(
  door: Door,
  client: Client,
  run: string,
  group: string,
  mac: string,
  signal: AbortSignal,
): Promise<void> {
  const answer = await confirm({
    message: `${mac} is the first of its kind (${printable(group)}). It was sent the reset, but nothing proves it. Go on with the others of its kind?`,
    initialValue: false,
    input: door.io.stdin,
    output: door.io.stderr,
    signal,
  });
  if (!signal.aborted) await client.runs.verdict({ run, group, go: answer === true && !isCancel(answer) });
}

const canAsk = (door: Door): boolean => door.io.stdin.isTTY === true && door.out.isTerminal;

interface RunFlags {
  confirm: string;
  concurrency?: string;
  quiet?: string;
  pilot?: boolean;
  maxFailures?: string;
}

async function start(door: Door, plan: string, o: RunFlags): Promise<number> {
  const options = {
    ...(o.concurrency === undefined
      ? {}
      : { concurrency: numberOf('--concurrency', o.concurrency, { whole: true, min: 1 }) }),
    ...(o.quiet === undefined ? {} : { quietS: numberOf('--quiet', o.quiet, { whole: false, min: 0.1 }) }),
    ...(o.pilot === undefined ? {} : { pilot: o.pilot }),
    ...(o.maxFailures === undefined
      ? {}
      : { maxFailuresPercent: numberOf('--max-failures', o.maxFailures, { whole: false, min: 0 }) }),
  };
  const number = numberOf('--confirm', o.confirm, { whole: true, min: 0 });
  return await door.withFleet('own', async ({ client }) => {
    const started = await client.runs.start({ plan, confirm: number, options, canAsk: canAsk(door), by: door.by });
    for (const note of started.notes) door.out.note(note);
    return await followRun(door, client, started.run);
  });
}

async function goOn(door: Door, run: string, o: { confirm: string }): Promise<number> {
  const number = numberOf('--confirm', o.confirm, { whole: true, min: 0 });
  return await door.withFleet('own', async ({ client }) => {
    const started = await client.runs.continue({ run, confirm: number, canAsk: canAsk(door), by: door.by });
    return await followRun(door, client, started.run);
  });
}

async function check(door: Door, run: string, o: { quiet?: string }): Promise<number> {
  const quiet = o.quiet === undefined ? {} : { quietS: numberOf('--quiet', o.quiet, { whole: false, min: 0.1 }) };
  return await door.withFleet('own', async ({ client }) => {
    const started = await client.runs.check({ run, ...quiet, by: door.by });
    return await followRun(door, client, started.run);
  });
}

const list = (door: Door): Promise<number> =>
  door.withFleet('read', async ({ client }) => {
    const { runs } = await client.runs.list();
    door.out.document({ runs });
    if (!door.out.json)
      door.out.say(
        runs.length === 0
          ? 'No runs yet. A run begins with a plan: plugfleet plan --all'
          : table(
              ['RUN', 'STARTED', 'STATE', 'ITEMS'],
              runs.map((r) => [r.id, r.at, r.state, countWords(r.counts)]),
              80,
            ),
      );
    return exits.done;
  });

const status = (door: Door, id: string): Promise<number> =>
  door.withFleet('read', async ({ client }) => {
    const { run } = await client.runs.status({ run: id });
    door.out.document({ run });
    if (!door.out.json) tell(door, run);
    return exits.done;
  });

/** Commands that carry out plans, and tell how that went. */
export function registerRuns(program: Command, run: Registrar): void {
  const quiet = ['--quiet <S>', 'quiet time of the proof, in seconds'] as const;
  program
    .command('run')
    .description('carry out a plan: erase its plugs, with proof')
    .argument('<PLAN>')
    .requiredOption('--confirm <N>', 'how many plugs go over the network, typed back')
    .option('--concurrency <N>', 'plugs visited at once (8)')
    .option(...quiet)
    .option('--no-pilot', 'do not try one plug of each kind first')
    .option('--max-failures <PCT>', 'pause when more than this share of the last 20 fail (30)')
    .action(run(start));
  program.command('runs').description('every run, newest first').action(run(list));
  program.command('status').description('how a run stands').argument('<RUN>').action(run(status));
  program
    .command('check')
    .description('look again for proof; sends nothing')
    .argument('<RUN>')
    .option(...quiet)
    .action(run(check));
  program
    .command('continue')
    .description('go on with what is waiting in a run')
    .argument('<RUN>')
    .requiredOption('--confirm <N>', 'how many plugs are waiting, typed back')
    .action(run(goOn));
}
