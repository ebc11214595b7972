import {
  type Clock,
  type Credential,
  codeOf,
  type DevicesPort,
  type Identified,
  type Identity,
  type LightSetting,
  PlugfleetError,
  type PlugRecord,
  type Session,
  type Store,
} from '../../contract/index.ts';
import { loginTries } from './login-tries.ts';

const blinks = 4;
/** Long enough to be seen from across a room, each way. */
const blinkMs = 400;
const budgetMs = 15_000;
/** A light that was left blinking would puzzle whoever comes next, so putting it back is tried more than once. */
const restoreTries = 4;
const restoreGapMs = 500;

interface Ports {
  devices: DevicesPort;
  store: Store;
  clock: Clock;
  credentials: () => readonly Credential[];
}

/**
 * Asks a plug who it is and lets its light blink. Nothing but the light is set, and it ends as it was, also when the
 * asker leaves in the middle.
 * @throws `silent`, `needs-login`, `locked`, `unsupported`, `timeout`, `garbled`; `not-the-same-device`
 */
export async function identify(
  ports: Ports,
  plug: PlugRecord,
  o: { signal: AbortSignal },
): Promise<{ identity: Identity; light: Identified['light'] }> {
  const call = { signal: o.signal, budgetMs };
  await using session = await open(ports, plug, o.signal);
  const identity = await who(session, plug, call);
  const before = await orNull(() => session.readLight(call));
  if (before === null) return { identity, light: 'not-told' };
  let light: Identified['light'] = 'blinked';
  let step = 0;
  try {
    for (; step < blinks * 2; step++) {
      const off = step % 2 === 0 ? !before.off : before.off;
      await session.setLight({ ...before, off }, call);
      await ports.clock.sleep(blinkMs, o.signal);
    }
  } catch (thrown) {
    o.signal.throwIfAborted();
    // a plug that will not have its light set, or stumbles over it, has told who it is all the same
    if (codeOf(thrown) === undefined) throw thrown;
    // and one that takes no setting has kept the one it had
    if (codeOf(thrown) === 'refused' && step === 0) light = 'not-told';
  } finally {
    if (light === 'blinked' && !(await restore(ports, plug, session, before))) light = 'not-restored';
  }
  return { identity, light };
}

function open(ports: Ports, plug: PlugRecord, signal: AbortSignal): Promise<Session> {
  if (plug.route === null) throw new PlugfleetError('silent', `${plug.mac} was never heard on a network`);
  return ports.devices.open(plug.route, {
    signal,
    budgetMs,
    credentials: ports.credentials(),
    mac: plug.mac,
    owner: plug.owner,
    tries: loginTries(ports, plug),
  });
}

async function who(session: Session, plug: PlugRecord, call: { signal: AbortSignal; budgetMs: number }) {
  const identity = await session.identify(call);
  if (identity.mac !== plug.mac || (plug.deviceId !== null && identity.deviceId !== plug.deviceId))
    throw new PlugfleetError('not-the-same-device', `${plug.mac} was asked for, ${identity.mac} answered`, {
      facts: { asked: plug.mac, found: identity.mac },
    });
  return identity;
}

/** Puts the light back, in a new conversation where the first one is of no more use. Nobody's leaving stops it. */
async function restore(ports: Ports, plug: PlugRecord, first: Session, before: LightSetting): Promise<boolean> {
  const call = { signal: new AbortController().signal, budgetMs };
  for (let left = restoreTries; left > 0; left--) {
    try {
      if (left === restoreTries) {
        await first.setLight(before, call);
        return true;
      }
      await ports.clock.sleep(restoreGapMs);
      await using again = await open(ports, plug, call.signal);
      await who(again, plug, call);
      await again.setLight(before, call);
      return true;
    } catch (thrown) {
      // anything but a plug's doing is a fault of ours
      if (codeOf(thrown) === undefined) throw thrown;
    }
  }
  return false;
}

/** What could not be read counts as not told; a stop does not. */
async function orNull<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch (thrown) {
    if (codeOf(thrown) === 'garbled') return null;
    throw thrown;
  }
}
