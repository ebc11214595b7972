import {
  type Clock,
  type Credential,
  codeOf,
  type DevicesPort,
  type ItemCode,
  type PlugRecord,
  type Session,
  type Snapshot,
  type Store,
} from '../../contract/index.ts';
import { loginTries } from './login-tries.ts';
import type { VisitOutcome } from './merge.ts';

/** Codes that a conversation with a plug can end in without anything having been sent to it but reads. */
const visitCodes: readonly ItemCode[] = [
  'silent',
  'needs-login',
  'locked',
  'unsupported',
  'timeout',
  'garbled',
  'login-page',
  'not-the-same-device',
];

/** The code of a failed visit; anything that is not a plug's doing is thrown on. */
export function visitCode(thrown: unknown): ItemCode {
  const code = visitCodes.find((one) => one === codeOf(thrown));
  if (code === undefined) throw thrown;
  return code;
}

/**
 * Whose it is, as its session tells. A plug that let us in with a built-in default account did not say who owns it:
 * some owned Kasa plugs flip to the default by themselves.
 */
export const ownerTold = (session: Session, transport: string, owner: string | null): string | null =>
  session.login === null && transport !== 'xor' && owner === '' ? null : owner;

export interface VisitResult {
  outcome: VisitOutcome;
  snapshot: Snapshot | null;
}

const tries = 2;

/**
 * Opens a plug and reads it. Reads may be repeated: a second try with a new session after a stumble.
 * Another plug at the address counts as `not-the-same-device`, and nothing it said is kept.
 */
export async function visit(
  ports: { devices: DevicesPort; clock: Clock; store: Store },
  plug: PlugRecord,
  o: {
    credentials: readonly Credential[];
    signal: AbortSignal;
    budgetMs: number;
    withSnapshot: boolean;
    /** A person asked for this log-in. */
    asked?: boolean;
  },
): Promise<VisitResult> {
  if (plug.route === null) return { outcome: { ok: false, code: 'silent' }, snapshot: null };
  for (let attempt = 1; ; attempt++) {
    o.signal.throwIfAborted();
    try {
      const call = { signal: o.signal, budgetMs: o.budgetMs };
      await using session = await ports.devices.open(plug.route, {
        ...call,
        credentials: o.credentials,
        mac: plug.mac,
        owner: plug.owner,
        tries: loginTries(ports, plug, o.asked),
      });
      const identity = await session.identify(call);
      const isOther = plug.deviceId !== null && identity.deviceId !== plug.deviceId;
      if (identity.mac !== plug.mac || isOther)
        return { outcome: { ok: false, code: 'not-the-same-device' }, snapshot: null };
      const facts = await session.readFacts(call);
      const snapshot = o.withSnapshot ? await session.snapshot(call) : null;
      const owner = ownerTold(session, plug.route.transport, identity.owner);
      return {
        outcome: {
          ok: true,
          identity: { ...identity, owner },
          facts,
          login: session.login,
          snapshotAt: snapshot?.takenAt ?? null,
        },
        snapshot,
      };
    } catch (thrown) {
      o.signal.throwIfAborted();
      const code = visitCode(thrown);
      const worthAnother = code === 'timeout' || code === 'garbled' || code === 'silent';
      if (!worthAnother || attempt >= tries) return { outcome: { ok: false, code }, snapshot: null };
      await ports.clock.sleep(250, o.signal);
    }
  }
}
