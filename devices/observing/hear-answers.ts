import { type Clock, codeOf } from '../../contract/index.ts';
import { Asker } from '../discovery/asker.ts';
import { tdpPorts } from '../discovery/datagram.ts';
import type { DiscoverySources } from '../discovery/discover.ts';
import { openEncryptedInfo } from '../discovery/encrypted-info.ts';
import { type TdpKey, tdpKey } from '../discovery/tdp-key.ts';
import { tdpHeaderBytes, tdpPayload } from '../discovery/tdp-packet.ts';
import { xorPort } from '../discovery/xor-answer.ts';
import { parsePlugJson } from '../plug-json.ts';
import { xorText } from '../xor-codec.ts';
import { fieldsOf } from './fields.ts';

/** The head of a TDP answer without its serial and CRC: a CRC would let guesses about what was removed be checked. */
export interface TdpHeader {
  version: number;
  type: number;
  operation: number;
  payloadBytes: number;
  flags: number;
  padding: number;
}

/** One answer to a probe. `answer` undefined: what came is no JSON. */
export interface DatagramHeard {
  port: number;
  bytes: number;
  header: TdpHeader | null;
  answer: unknown;
  /** What stood in `encrypt_info`, where it opened. */
  opened: Readonly<Record<string, unknown>> | null;
}

const rounds = 3;
/** A dozing plug needs up to a second. */
const roundMs = 400;
const settleMs = 1000;
const stepMs = 20;

/**
 * Sends the three probes (TDP to both ports, XOR) to one address and keeps the first answer from each port.
 * @throws PlugfleetError `no-interface`, `no-permission`; the signal's reason
 */
export async function hearAnswers(
  address: string,
  signal: AbortSignal,
  from: DiscoverySources,
): Promise<DatagramHeard[]> {
  const key = await tdpKey();
  const heard = new Map<number, Buffer>();
  const ports: readonly number[] = [...tdpPorts, xorPort];
  await using asker = await Asker.open({
    ...from,
    publicPem: key.publicPem,
    from: null,
    onDatagram: (bytes, source) => {
      if (source.address === address && ports.includes(source.port) && !heard.has(source.port))
        heard.set(source.port, bytes);
    },
  });
  for (let left = rounds; left > 0 && heard.size < ports.length; left--) {
    signal.throwIfAborted();
    await asker.ask(address);
    await waitFor(left > 1 ? roundMs : settleMs, from.clock, signal, () => heard.size === ports.length);
  }
  return ports.flatMap((port) => {
    const bytes = heard.get(port);
    return bytes ? [readBytes(port, bytes, key)] : [];
  });
}

async function waitFor(ms: number, clock: Clock, signal: AbortSignal, over: () => boolean): Promise<void> {
  const endMs = clock.monoMs() + ms;
  while (!over() && clock.monoMs() < endMs) await clock.sleep(stepMs, signal);
}

function readBytes(port: number, bytes: Buffer, { privateKey }: TdpKey): DatagramHeard {
  const isTdp = port !== xorPort;
  const header = isTdp && bytes.length >= tdpHeaderBytes ? headerOf(bytes) : null;
  const answer = jsonIn((isTdp ? tdpPayload(bytes) : xorText(bytes)) ?? '');
  const info = fieldsOf(fieldsOf(answer)?.['result'])?.['encrypt_info'];
  const opened = info === undefined ? null : (openEncryptedInfo(info, privateKey) ?? null);
  return { port, bytes: bytes.length, header, answer, opened };
}

const headerOf = (bytes: Buffer): TdpHeader => ({
  version: bytes.readUInt8(0),
  type: bytes.readUInt8(1),
  operation: bytes.readUInt16BE(2),
  payloadBytes: bytes.readUInt16BE(4),
  flags: bytes.readUInt8(6),
  padding: bytes.readUInt8(7),
});

/** Undefined where it is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return parsePlugJson(text);
  } catch (thrown) {
    if (codeOf(thrown) === 'garbled') return undefined;
    throw thrown;
  }
}
