import type { Deadline } from '../deadline.ts';
import { Asker } from './asker.ts';
import type { DiscoverySources } from './discover.ts';
import { Hearing } from './hearing.ts';
import { tdpKey } from './tdp-key.ts';

/** A dozing plug takes up to a second to answer, and any datagram may be lost. */
const probes = 3;
/** As long is waited for the one that is meant after another one was heard. */
const betweenProbesMs = 400;
const pollMs = 10;

/**
 * Asks who is at an address, by datagrams that cost a plug nothing.
 * @param mac who should be there
 * @returns this MAC where it answers, that of another device where only others do, null where nobody does. Where one
 * address stands for many plugs, all of them answer, and so this one does too
 */
export async function whoIsAt(
  address: string,
  mac: string,
  deadline: Deadline,
  from: DiscoverySources,
): Promise<string | null> {
  const { publicPem, privateKey } = await tdpKey();
  const heard = new Set<string>();
  const hearing = new Hearing({
    clock: from.clock,
    privateKey,
    accepts: (source) => source === address,
    onHeard: (one) => heard.add((one.is === 'plug' ? one.plug.mac : one.other.mac) ?? mac),
  });
  await using asker = await Asker.open({ ...from, publicPem, from: null, onDatagram: hearing.take });
  for (let left = probes; left > 0 && heard.size === 0; left--) {
    await asker.ask(address);
    const endMs = from.clock.monoMs() + betweenProbesMs;
    while (from.clock.monoMs() < endMs) {
      if (heard.has(mac)) return mac;
      if (deadline.over) return null;
      await from.clock.sleep(pollMs);
    }
  }
  const [other] = heard;
  return other ?? null;
}
