import { type Clock, PlugfleetError } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import type { DiscoverySources } from '../discovery/discover.ts';
import { type Knocker, openKnocker } from '../discovery/knock.ts';
import { PortShut } from '../transports/connect.ts';

/** Gaps before each new try, in ms (protocols/discovery.md, "Waking the HTTP server"). */
export const usualWakeGapsMs: readonly number[] = [1000, 2000, 4000, 8000];
/** Between two probes of one knocking. */
const betweenProbesMs = 500;
const mostProbes = 3;
/** How long a plug that is there takes to say so. */
const answerMs = 700;
const pollMs = 20;

/**
 * Connects; where the port is shut, wakes the plug by TDP probes and tries again after each gap.
 * @param gapsMs none: it is only looked whether the plug is there at all
 * @throws what `attempt` throws; where the port stays shut: `locked` if the plug answers by UDP, else `silent`
 */
export async function connectAwake<T>(
  host: string,
  attempt: () => Promise<T>,
  gapsMs: readonly number[],
  deadline: Deadline,
  from: DiscoverySources,
): Promise<T> {
  try {
    return await attempt();
  } catch (thrown) {
    if (!(thrown instanceof PortShut)) throw thrown;
    await using knocker = await openKnocker(host, from);
    try {
      for (const gapMs of gapsMs) {
        await knockFor(gapMs, knocker, deadline, from.clock);
        const connected = await unlessShut(attempt);
        if (connected) return connected.value;
      }
      await lookFor(knocker, deadline, from.clock);
    } catch (later) {
      // time ran out while waiting: the plug's port was shut all along, and that is the finding
      if (!deadline.over || deadline.stopped) throw later;
    }
    if (knocker.heard) throw thrown;
    throw new PlugfleetError('silent', `${host} refuses connections and answers no probe`, { facts: thrown.facts });
  }
}

async function unlessShut<T>(attempt: () => Promise<T>): Promise<{ value: T } | undefined> {
  try {
    return { value: await attempt() };
  } catch (thrown) {
    if (thrown instanceof PortShut) return undefined;
    throw thrown;
  }
}

async function knockFor(gapMs: number, knocker: Knocker, deadline: Deadline, clock: Clock): Promise<void> {
  const probes = Math.min(mostProbes, Math.max(1, Math.ceil(gapMs / betweenProbesMs)));
  const stepMs = Math.min(betweenProbesMs, gapMs / probes);
  for (let left = probes; left > 0; left--) {
    await knocker.knock(['tdp']);
    await clock.sleep(left > 1 ? stepMs : gapMs - stepMs * (probes - 1), deadline.signal);
  }
}

/** Asks by every means until something comes back, for a short while. */
async function lookFor(knocker: Knocker, deadline: Deadline, clock: Clock): Promise<void> {
  if (knocker.heard) return;
  await knocker.knock();
  const endMs = clock.monoMs() + answerMs;
  while (!knocker.heard && clock.monoMs() < endMs) await clock.sleep(pollMs, deadline.signal);
}
