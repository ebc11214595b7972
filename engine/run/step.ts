import type { ItemCode, Receipt } from '../../contract/index.ts';
import { Draft } from './draft.ts';
import { endDoubt, endItem, endWatch, halt, isBeingRead, strike, strikeUnread, visitFailed } from './endings.ts';
import { maxAttempts, paceOf, resetDelayMs } from './pace.ts';
import { gateOf } from './pilots.ts';
import { schedule } from './schedule.ts';
import type { Effect, RunEvent, RunState, Working } from './state.ts';

/**
 * The reset state machine: from a state and an event to the next state and what is to be done, with no hands and no
 * clock of its own. The laws it keeps are property tests (test/engine/laws.test.ts):
 * a reset goes out at most once per item, only after its identity was read again and its intent journaled;
 * silence counts only while the network is alive; after sending, `failed` and `reset` need proof.
 */
export function step(state: RunState, event: RunEvent): { state: RunState; effects: readonly Effect[] } {
  if (state.phase === 'over') return { state, effects: [] };
  const draft = new Draft(state);
  apply(draft, event);
  // answers come by the hundred and change who may go only where something was decided on them
  if (event.kind !== 'heard' || draft.effects.length > 0) schedule(draft, event.atMs);
  return { state: draft.state, effects: draft.effects };
}

function apply(draft: Draft, event: RunEvent): void {
  switch (event.kind) {
    case 'tick':
      return;
    case 'heard':
      return heard(draft, event);
    case 'connected':
      if (draft.state.work.get(event.mac)?.visit === 'connecting')
        draft.working(event.mac, { visit: 'checking-identity' });
      return;
    case 'identified':
      return identified(draft, event);
    case 'visit-failed': {
      const working = draft.state.work.get(event.mac);
      if (working != null && working.visit !== null) visitFailed(draft, working, event.code, event.atMs);
      return;
    }
    case 'receipt':
      return receipt(draft, event.mac, event.receipt, event.atMs);
    case 'read-back':
      return readBack(draft, event);
    case 'sweep-ended':
      draft.change({ sweep: null, sweptMs: event.startedMs });
      return sweepEnded(draft, event.startedMs);
    case 'gateway-answered':
      return signOfLife(draft, event.network, event.atMs, 'gatewayMs');
    case 'network-changed':
      return halt(draft, 'network-lost');
    case 'slept':
      return halt(draft, 'slept');
    case 'stop':
      if (event.how === 'now') return halt(draft, 'stopped');
      if (draft.state.phase === 'working') draft.change({ phase: 'finishing', haltCode: 'stopped' });
      return;
    case 'pilot-verdict':
      draft.change({ verdicts: new Map(draft.state.verdicts).set(event.group, event.go ? 'go' : 'leave') });
      return;
  }
}

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

function heard(draft: Draft, event: Of<'heard'>): void {
  const wasSent = event.mac !== null && (draft.item(event.mac)?.sentAs ?? 0) > 0;
  if (!wasSent) heardWitness(draft, event);
  const working = event.mac === null ? undefined : draft.state.work.get(event.mac);
  const item = event.mac === null ? undefined : draft.item(event.mac);
  if (working === undefined || item === undefined) return;

  if (item.sentAs === 0) {
    signOfLife(draft, working.network, event.atMs, 'witnessMs');
    draft.working(working.mac, {
      heardMs: event.atMs,
      saidFresh: working.saidFresh || event.fresh,
      missed: 0,
      silentMs: null,
      // heard where it was not looked for: it moved, and is the same plug
      ...(event.route !== null && event.route.host !== working.route.host && working.visit === null
        ? { route: event.route }
        : {}),
      ...(working.doubt === null || working.attempts >= maxAttempts ? {} : { doubt: null, notBeforeMs: event.atMs }),
    });
    return;
  }
  // a session still holds an item that is being sent to: its own answers prove nothing yet
  if (item.at === 'sending') return;
  heardAfterSending(draft, working, event);
}

/** A witness is whoever answers at its address, and the device itself wherever it moved to. */
function heardWitness(draft: Draft, { address, mac, atMs }: Of<'heard'>): void {
  const { witnesses } = draft.state;
  const moved = mac === null ? undefined : [...witnesses.values()].find((w) => w.mac === mac);
  const witness = witnesses.get(address) ?? moved;
  if (witness === undefined) return;
  const now = new Map(witnesses);
  now.delete(witness.address);
  draft.change({ witnesses: now.set(address, { ...witness, address, heardMs: atMs }) });
  signOfLife(draft, witness.network, atMs, 'witnessMs');
}

/** A plug that was sent a reset spoke again. */
function heardAfterSending(draft: Draft, working: Working, event: Of<'heard'>): void {
  const item = draft.item(working.mac);
  if (item === undefined || item.at === 'failed' || item.tick !== null) return;
  if (event.fresh && !working.saidFresh) {
    // before the reset was due it proves nothing; and once is enough
    if (item.proof === 'in-setup' || item.proof === 'read-back') return;
    if (working.dueMs !== null && event.sureMs < working.dueMs) return;
    const note = `answered as factory-fresh at ${event.address}`;
    draft.journal({ kind: 'proof', mac: item.mac, body: { grade: 'in-setup', quietS: null, witness: null, note } });
    endItem(draft, item.mac, 'reset', null);
    return;
  }
  const otherOwner =
    event.owner !== null && event.owner !== '' && item.ownerWhenSent !== null && event.owner !== item.ownerWhenSent;
  const watch = working.watch;
  const { quietMs } = paceOf(draft.state.folded.options.quietS, 0);
  // an answer that lay unread while this machine was busy may be one of the plug's last
  const mayBeOld = working.dueMs !== null && event.sureMs < working.dueMs + quietMs;
  if (item.at === 'watching' && watch !== null) {
    // its last words before it restarts
    if (event.atMs < watch.dueMs) return;
    if (mayBeOld) {
      draft.working(item.mac, { watch: { ...watch, quietFromMs: event.atMs } });
      return;
    }
    if (otherOwner) {
      endItem(draft, item.mac, 'unproven', 'unproven');
      return;
    }
  } else if (otherOwner || mayBeOld) {
    return; // set up by someone else since: says nothing against the reset
  }
  // a legacy plug does not say in a datagram whose it is: only a session tells one as it was from an erased one
  if (event.owner === null && event.route?.transport === 'xor') {
    if (working.readBack !== null) return;
    const { address, route } = event;
    // a run that is being stopped waits for no reading
    if (draft.state.phase === 'halting') return strikeUnread(draft, item.mac, address);
    draft.working(item.mac, { readBack: { address, isOver: false } });
    draft.effect({ do: 'read-back', mac: item.mac, route, owner: item.ownerWhenSent });
    return;
  }
  strike(draft, item.mac, event.address, event.owner);
}

/** What a plug that is back said in a session of its own. */
function readBack(draft: Draft, { mac, told }: Of<'read-back'>): void {
  const working = draft.state.work.get(mac);
  const item = draft.item(mac);
  if (working == null || working.readBack === null || !isBeingRead(working) || item === undefined) return;
  const { address } = working.readBack;
  draft.working(mac, { readBack: { address, isOver: true } });
  if (item.at === 'failed' || item.tick !== null) return;
  if (told === 'unread') return strikeUnread(draft, mac, address);
  if (told === 'emptied') {
    const note = `read back empty at ${address}`;
    draft.journal({ kind: 'proof', mac, body: { grade: 'read-back', quietS: null, witness: null, note } });
    endItem(draft, mac, 'reset', null);
  } else if (told === 'changed') {
    // set up by someone else since: says nothing against the reset, and nothing for it
    if (item.at === 'watching') endItem(draft, mac, 'unproven', 'unproven');
  } else strike(draft, mac, address, null);
}

/** Something on the network lives. */
function signOfLife(draft: Draft, network: string, atMs: number, by: 'witnessMs' | 'gatewayMs'): void {
  const net = draft.state.networks.get(network);
  if (net !== undefined) draft.change({ networks: new Map(draft.state.networks).set(network, { ...net, [by]: atMs }) });
}

/** Laws 3, 4 and 5: the right plug, nothing against it, intent on disk, then the one reset. */
function identified(draft: Draft, event: Of<'identified'>): void {
  const working = draft.state.work.get(event.mac);
  const item = draft.item(event.mac);
  if (working?.visit == null || item?.at !== 'waiting' || item.sentAs !== 0) return;
  const { identity } = event;
  const { plug } = working;
  if (identity.mac !== plug.mac || (plug.deviceId !== null && identity.deviceId !== plug.deviceId)) {
    visitFailed(draft, working, 'not-the-same-device', event.atMs);
    return;
  }
  // the owner was known and this session, which can tell it, does not
  if (working.route.transport === 'xor' && plug.owner && identity.owner === null) {
    visitFailed(draft, working, 'garbled', event.atMs);
    return;
  }
  const ownerChanged = identity.owner !== null && plug.owner !== null && identity.owner !== plug.owner;
  const refusal: ItemCode | undefined = ownerChanged ? 'other-owner' : event.codes[0];
  draft.working(item.mac, { visit: null });
  if (refusal !== undefined) {
    draft.effect({ do: 'release', mac: item.mac });
    endItem(draft, item.mac, 'left-alone', refusal);
    return;
  }
  // what became of its group's pilot while the session was being opened
  const gate = gateOf(
    draft.state,
    [...draft.state.work.values()].filter((w) => w.group === working.group),
  ).is;
  if (gate !== 'open' && gate !== 'pilot') {
    draft.effect({ do: 'release', mac: item.mac });
    return;
  }
  draft.journal({
    kind: 'intent',
    mac: item.mac,
    body: {
      deviceId: identity.deviceId,
      address: working.route.host,
      transport: working.route.transport,
      owner: identity.owner ?? plug.owner,
      model: identity.model,
      firmware: identity.firmware,
      watts: event.watts,
    },
  });
  draft.effect({ do: 'send', mac: item.mac });
}

function receipt(draft: Draft, mac: string, { receipt: kind, detail }: Receipt, atMs: number): void {
  const working = draft.state.work.get(mac);
  if (working === undefined || draft.item(mac)?.at !== 'sending') return;
  draft.journal({ kind: 'receipt', mac, body: { receipt: kind, detail } });
  draft.effect({ do: 'release', mac });
  if (kind === 'refused') {
    endItem(draft, mac, 'failed', 'refused');
  } else if (kind === 'not-sent') {
    const attempts = working.attempts + 1;
    draft.working(mac, { attempts, notBeforeMs: atMs + 500 });
    // a plug that hangs up whenever it has been identified will do so again
    if (attempts >= maxAttempts) endItem(draft, mac, 'needs-hands', 'timeout');
  } else {
    const dueMs = atMs + resetDelayMs;
    draft.working(mac, { dueMs, watch: { dueMs, quietFromMs: dueMs } });
    if (draft.state.phase === 'halting') endItem(draft, mac, 'unproven', draft.state.haltCode);
  }
}

/** The last look over all networks ended: who was silent through its quiet time and through this is gone. */
function sweepEnded(draft: Draft, startedMs: number): void {
  for (const working of draft.state.work.values()) {
    endWatch(draft, working, startedMs);
    endDoubt(draft, working, startedMs);
  }
}
