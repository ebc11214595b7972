import { type Ear, type Heard, PlugfleetError } from '../../contract/index.ts';
import { Asker, allQuestions, manyLanes } from './asker.ts';
import type { DiscoverySources } from './discover.ts';
import { Hearing } from './hearing.ts';
import { isLoopback } from './networks.ts';
import { Pacer } from './pacer.ts';
import { tdpKey } from './tdp-key.ts';

/** Opens what repeated unicast asks need; a plug after its reset is an absent host, hence the many lanes. Only addresses that were asked are heard. */
export async function listen(onHeard: (heard: Heard) => void, from: DiscoverySources): Promise<Ear> {
  const { publicPem, privateKey } = await tdpKey();
  const asked = new Set<string>();
  const accepts = (address: string): boolean => asked.has(address);
  const hearing = new Hearing({ clock: from.clock, privateKey, accepts, onHeard });
  const asker = await Asker.open({ ...from, publicPem, from: null, lanes: manyLanes, onDatagram: hearing.take });
  const pacers = { loopback: new Pacer(from.clock, 2000), air: new Pacer(from.clock, 200) };
  const closing = new AbortController();
  return {
    async ask(addresses, only) {
      for (const address of addresses) {
        await (isLoopback(address) ? pacers.loopback : pacers.air).turn(closing.signal);
        closing.signal.throwIfAborted();
        asked.add(address);
        await asker.ask(address, only ? [only] : allQuestions);
      }
    },
    async [Symbol.asyncDispose]() {
      if (closing.signal.aborted) return;
      closing.abort(new PlugfleetError('stopped', 'no longer listening'));
      hearing.stop();
      await asker[Symbol.asyncDispose]();
    },
  };
}
