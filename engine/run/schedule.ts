import type { ItemCode } from '../../contract/index.ts';
import { isUnsent, lastLifeMs, lifeSince, type Silence } from './alive.ts';
import type { Draft } from './draft.ts';
import { abandonVisits, endItem, halt, isBeingRead } from './endings.ts';
import { failureWindow, leastSilenceMs, missesForSilence, type Pace, paceOf, startGapMs, togetherMs } from './pace.ts';
import { type Gate, gateOf } from './pilots.ts';
import type { Working } from './state.ts';

/** After every event: notices what the moment brings, starts what may start, and ends the run when nothing is left. */
export function schedule(draft: Draft, atMs: number): void {
  const asked = draft.state.work.size + draft.state.witnesses.size;
  const isInTheAir = [...draft.state.networks.values()].some(({ isLoopback }) => !isLoopback);
  const pace = paceOf(draft.state.folded.options.quietS, asked, isInTheAir ? 'air' : 'loopback');
  if (draft.state.phase !== 'halting') {
    noticeLoss(draft, pace, atMs);
    noticeFailures(draft);
  }
  if (draft.state.phase !== 'halting') {
    askAround(draft, pace, atMs);
    if (draft.state.phase === 'working' && draft.state.mode === 'send') startVisits(draft, atMs);
    lookEverywhere(draft, pace, atMs);
  }
  endIfDone(draft, atMs);
}

const isWaiting = (draft: Draft, working: Working): boolean => draft.item(working.mac)?.at === 'waiting';

/** Did not answer several probes in a row, over more than the moment that a busy machine may take. */
const isSilent = (draft: Draft, { missed, heardMs }: Pick<Working, 'missed' | 'heardMs'>, atMs: number): boolean =>
  missed > missesForSilence && atMs - (heardMs ?? draft.state.startedMs) >= leastSilenceMs;

const isWatched = (draft: Draft, working: Working): boolean => draft.item(working.mac)?.at === 'watching';

/** Another device answers where it was: it moved, and its silence there is no sign of an outage. */
const isReplaced = ({ doubt }: Working): boolean => doubt?.code === 'not-the-same-device';

/** Law 12: half of the unsent plugs of a network silent together, or nobody alive where silence would matter. */
function noticeLoss(draft: Draft, pace: Pace, atMs: number): void {
  for (const network of draft.state.networks.keys()) {
    const here = [...draft.state.work.values()].filter((w) => w.network === network);
    const unsent = here.filter((w) => isWaiting(draft, w) && w.heardMs !== null && !isReplaced(w));
    const fellTogether = unsent.filter((w) => w.silentMs !== null && atMs - w.silentMs <= togetherMs);
    if (fellTogether.length >= Math.max(3, unsent.length / 2)) return halt(draft, 'network-lost');

    for (const fromBefore of [false, true]) {
      const due = here.filter((w) => draft.state.oldUnproven.has(w.mac) === fromBefore);
      if (isLost(draft, { network, fromBefore }, due, pace, atMs)) return halt(draft, 'network-lost');
    }
  }
}

/** Whether these plugs need a sign of life and none came for too long. */
function isLost(draft: Draft, silence: Silence, plugs: readonly Working[], pace: Pace, atMs: number): boolean {
  const since = plugs.reduce((at, w) => Math.min(at, needsLifeSinceMs(draft, w, pace, atMs) ?? at), Infinity);
  if (since === Infinity) return false;
  // a sign of life is needed again and again until the last of them is proven: one at the right time for the first
  // of them says nothing for the next
  const quietFor = atMs - Math.max(lastLifeMs(draft.state, silence), since);
  return quietFor > pace.lostAfterMs && !lifeSince(draft.state, silence, atMs - pace.lostAfterMs).alive;
}

/** From when on a sign of life on its network matters for this plug; undefined while it does not. */
function needsLifeSinceMs(draft: Draft, working: Working, pace: Pace, atMs: number): number | undefined {
  if (working.doubt !== null && isWaiting(draft, working)) return working.doubt.sinceMs;
  if (working.watch !== null && isWatched(draft, working)) return working.watch.quietFromMs + pace.quietMs;
  // where nothing was heard since the run began, a visit would only tell later what the probes tell now
  if (
    draft.state.mode === 'send' &&
    isWaiting(draft, working) &&
    working.heardMs === null &&
    isSilent(draft, working, atMs)
  )
    return draft.state.startedMs;
  return undefined;
}

/** Law 11: when too many of the last plugs sent in this sitting failed, sending pauses; proof goes on. */
function noticeFailures(draft: Draft): void {
  const { folded, sentBefore, phase } = draft.state;
  if (phase !== 'working' || draft.state.mode !== 'send') return;
  const items = [...folded.items.values()];
  const sent = items.filter((i) => i.sentAs > sentBefore).sort((a, b) => b.sentAs - a.sentAs);
  const last = sent.slice(0, failureWindow);
  const failed = last.filter((i) => i.at === 'failed').length;
  if (failed < 3 || (failed / last.length) * 100 <= folded.options.maxFailuresPercent) return;
  if (!items.some((i) => i.at === 'waiting')) return;
  draft.change({ phase: 'finishing', haltCode: 'too-many-failures' });
  abandonVisits(draft);
}

/** Asks, each in its turn, the plugs that were sent nothing, the witnesses, and those being watched. */
function askAround(draft: Draft, pace: Pace, atMs: number): void {
  for (const working of draft.state.work.values()) {
    const watched = isWatched(draft, working);
    // one that was left alone or needs a hand still shows that its network lives
    if (!watched && !isUnsent(draft.state, working.mac)) continue;
    if (atMs - working.askedMs < pace.askEveryMs) continue;
    const missed = working.missed + 1;
    const hasGone = isWaiting(draft, working) && isSilent(draft, { ...working, missed }, atMs);
    const silentMs = hasGone && working.heardMs !== null ? (working.silentMs ?? atMs) : null;
    // a visit failed and the probes fail too: a second visit would tell nothing new, and may be long in coming
    const doubted = hasGone && working.attempts > 0 && working.visit === null && working.doubt === null;
    draft.working(working.mac, {
      askedMs: atMs,
      missed,
      silentMs,
      ...(doubted ? { doubt: { sinceMs: atMs, code: 'silent' as const } } : {}),
    });
    const own = working.route.transport === 'xor' ? 'xor' : 'tdp';
    // a watched plug may come back speaking something else; an unsent one is only asked whether it lives
    draft.effect({ do: 'ask', address: working.route.host, only: watched ? undefined : own });
  }
  for (const witness of draft.state.witnesses.values()) {
    if (atMs - witness.askedMs < pace.askEveryMs) continue;
    draft.change({ witnesses: new Map(draft.state.witnesses).set(witness.address, { ...witness, askedMs: atMs }) });
    draft.effect({ do: 'ask', address: witness.address, only: witness.only });
  }
  for (const net of draft.state.networks.values()) {
    if (net.isLoopback || atMs - net.gatewayAskedMs < Math.max(pace.askEveryMs, 1000)) continue;
    draft.change({ networks: new Map(draft.state.networks).set(net.network, { ...net, gatewayAskedMs: atMs }) });
    draft.effect({ do: 'ask-gateway', network: net.network });
  }
}

function startVisits(draft: Draft, atMs: number): void {
  const gates = new Map<string, Gate>();
  for (const [group, members] of Map.groupBy(draft.state.work.values(), (w) => w.group)) {
    const gate = gateOf(draft.state, members);
    gates.set(group, gate);
    if (gate.is === 'closed') closeGroup(draft, members);
    if (isHeldUp(draft, gate, members) && draft.state.canAsk && !draft.state.verdicts.has(group)) {
      draft.change({ verdicts: new Map(draft.state.verdicts).set(group, 'ask') });
      draft.effect({ do: 'ask-pilot', group, mac: gate.asked });
    }
  }
  const all = [...draft.state.work.values()];
  let free = draft.state.folded.options.concurrency - all.filter((w) => isTalking(draft, w)).length;
  const startIn = (working: Working): void => {
    const gate = gates.get(working.group)?.is;
    if (free <= 0 || (gate !== 'open' && gate !== 'pilot') || !isReady(draft, working, atMs)) return;
    if (atMs - draft.state.lastStartMs < startGapMs) return;
    // a tick that came late is caught up by one start at the most
    draft.change({ lastStartMs: Math.max(draft.state.lastStartMs + startGapMs, atMs - startGapMs) });
    draft.working(working.mac, { visit: 'connecting' });
    draft.effect({ do: 'visit', mac: working.mac, route: working.route });
    free -= 1;
    if (gate === 'pilot') gates.set(working.group, { is: 'wait' });
  };
  const ordinary = all.filter((w) => !w.plug.feedsNetwork);
  for (const working of ordinary) startIn(working);
  // plugs that power network equipment go last, and alone
  const isBusy = ordinary.some((w) => isUnderWay(draft, w) || isInQueue(draft, w, gates));
  const feeding = all.filter((w) => w.plug.feedsNetwork);
  if (isBusy || feeding.some((w) => isUnderWay(draft, w))) return;
  const next = feeding.find((w) => isReady(draft, w, atMs));
  if (next !== undefined) startIn(next);
}

/** Holds a connection. Watching does not. */
const isTalking = (draft: Draft, working: Working): boolean =>
  draft.state.work.get(working.mac)?.visit != null || draft.item(working.mac)?.at === 'sending';

const isUnderWay = (draft: Draft, working: Working): boolean => isTalking(draft, working) || isWatched(draft, working);

/** Whether it waits for nothing but its turn, or for a pilot that is under way. */
const isInQueue = (draft: Draft, working: Working, gates: ReadonlyMap<string, Gate>): boolean => {
  const gate = gates.get(working.group)?.is;
  return isWaiting(draft, working) && (gate === 'open' || gate === 'pilot' || gate === 'wait');
};

const isReady = (draft: Draft, working: Working, atMs: number): boolean =>
  isWaiting(draft, working) && working.visit === null && working.doubt === null && working.notBeforeMs <= atMs;

/** Whether anybody waits for a pilot that nobody can vouch for: only then is there something to ask. */
const isHeldUp = (draft: Draft, gate: Gate, members: readonly Working[]): gate is Extract<Gate, { is: 'held' }> =>
  gate.is === 'held' && members.some((working) => isWaiting(draft, working));

function closeGroup(draft: Draft, members: readonly Working[]): void {
  for (const working of members)
    if (isWaiting(draft, working) && working.visit === null) endItem(draft, working.mac, 'left-alone', 'pilot-failed');
}

/** One look over all networks serves everyone whose quiet time is over, and everyone in doubt. */
function lookEverywhere(draft: Draft, pace: Pace, atMs: number): void {
  if (draft.state.sweep !== null) return;
  const checksAnew = draft.state.mode === 'check' && draft.state.sweptMs === null;
  const wanted = [...draft.state.work.values()].some((w) => {
    if (w.doubt !== null && isWaiting(draft, w)) return true;
    return w.watch !== null && isWatched(draft, w) && w.watch.quietFromMs + pace.quietMs <= atMs;
  });
  if (!wanted && !checksAnew) return;
  if (draft.state.networks.size === 0) return draft.change({ sweptMs: atMs });
  draft.change({ sweep: { startedMs: atMs } });
  draft.effect({ do: 'sweep', networks: [...draft.state.networks.keys()] });
}

/** Nothing is under way, and nothing can start: the run is over, or pauses with what waits. */
function endIfDone(draft: Draft, atMs: number): void {
  const { state } = draft;
  const items = [...state.folded.items.values()];
  if (items.some((i) => i.at === 'sending' || i.at === 'watching')) return;
  const working = [...state.work.values()];
  if (state.phase !== 'halting' && working.some((w) => w.visit !== null || isBeingRead(w))) return;
  if (state.phase === 'working' && (state.mode === 'check' ? state.sweptMs === null : canGoOn(draft, working))) return;
  if (items.some((i) => i.at === 'waiting')) {
    // in a sitting that sends, what is left waits for a group's pilot that nobody vouched for
    const code: ItemCode = state.haltCode ?? (state.mode === 'send' ? 'unproven' : state.pausedBefore);
    draft.journal({ kind: 'run-paused', mac: null, body: { code } });
  }
  draft.journal({ kind: 'run-ended', mac: null, body: { tookMs: Math.round(atMs - state.startedMs) } });
  draft.change({ phase: 'over' });
}

/** Whether any plug will still get its turn, now or after a person's answer. */
function canGoOn(draft: Draft, working: readonly Working[]): boolean {
  const groups = Map.groupBy(working, (w) => w.group);
  const gates = new Map([...groups].map(([group, members]) => [group, gateOf(draft.state, members)]));
  // a question that the plug itself answered meanwhile is nobody's any more
  for (const [group, members] of groups) {
    const gate = gates.get(group);
    if (gate !== undefined && draft.state.verdicts.get(group) === 'ask' && isHeldUp(draft, gate, members)) return true;
  }
  return working.some((w) => isInQueue(draft, w, gates));
}
