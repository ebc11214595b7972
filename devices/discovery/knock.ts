import { Asker, allQuestions, type Question } from './asker.ts';
import { isAnswerPort } from './datagram.ts';
import type { DiscoverySources } from './discover.ts';
import { tdpKey } from './tdp-key.ts';

/** Probes one address, to wake it and to learn whether anything of TP-Link is there at all. */
export interface Knocker extends AsyncDisposable {
  knock(questions?: readonly Question[]): Promise<void>;
  /** Whether any datagram came back from that address, from where devices answer. */
  readonly heard: boolean;
}

export async function openKnocker(address: string, from: DiscoverySources): Promise<Knocker> {
  let heard = false;
  const { publicPem } = await tdpKey();
  const asker = await Asker.open({
    ...from,
    publicPem,
    from: null,
    onDatagram: (_bytes, source) => {
      heard ||= source.address === address && isAnswerPort(source.port);
    },
  });
  return {
    async knock(questions = allQuestions) {
      await asker.ask(address, questions);
    },
    get heard() {
      return heard;
    },
    [Symbol.asyncDispose]: () => asker[Symbol.asyncDispose](),
  };
}
