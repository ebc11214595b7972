import { takeXorFrame, xorDecrypt, xorEncrypt, xorFrame } from '../wire/xor-cipher.ts';
import { mapReply, type Reply, type Station } from './station.ts';
import type { Talk } from './talk.ts';

/** TCP 9999: no login, any number of requests per connection. */
export function xorTalk(station: Station): Talk {
  let greeted = false;
  return (arrived) => {
    const taken = takeXorFrame(arrived);
    if (taken === null) return null;
    const { text, rest } = taken;
    if (text === undefined) return { rest, work: undefined };
    const work = async () => {
      if (!greeted) await station.moment('handshake');
      greeted = true;
      return mapReply(await station.carryOut(text, 'xor'), (answer) => ({ bytes: xorFrame(answer), close: false }));
    };
    return { rest, work };
  };
}

/** UDP 9999: one datagram asks, one answers. */
export async function answerXorDatagram(station: Station, datagram: Buffer): Promise<Reply<Buffer>> {
  const reply = await station.carryOut(xorDecrypt(datagram).toString(), 'xor-udp');
  return mapReply(reply, (answer) => xorEncrypt(Buffer.from(answer)));
}
