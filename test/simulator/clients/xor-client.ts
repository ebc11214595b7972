import assert from 'node:assert/strict';
import { xorDecrypt, xorEncrypt, xorFrame } from '../../../simulator/wire/xor-cipher.ts';
import { type Heard, RawLine } from './raw-line.ts';
import { askByDatagram } from './udp-client.ts';

const wholeFrame = (arrived: Buffer) => {
  if (arrived.length < 4) return undefined;
  const length = 4 + arrived.readUInt32BE();
  return arrived.length >= length ? length : undefined;
};

export type Facts = Record<string, unknown>;

/** The object at a path inside an answer. */
export function inside(answer: unknown, ...path: string[]): Facts {
  let found = answer as Facts;
  for (const name of path) found = found[name] as Facts;
  assert.ok(typeof found === 'object' && found !== null, `nothing at ${path.join('.')}`);
  return found;
}

/** Asks on one connection, which is kept. */
export async function askOn(line: RawLine, request: object, withinMs?: number): Promise<Heard> {
  line.write(xorFrame(JSON.stringify(request)));
  return line.hear(wholeFrame, withinMs);
}

export function textIn(heard: Heard): string {
  assert.equal(heard.end, 'bytes');
  return xorDecrypt(heard.bytes.subarray(4)).toString();
}

/** Asks on a connection of its own and expects an answer. */
export async function askXor(address: string, request: object): Promise<Facts> {
  const line = await RawLine.open(address, 9999);
  try {
    return JSON.parse(textIn(await askOn(line, request)));
  } finally {
    line.close();
  }
}

/** Every answer to one datagram, as [sender, text]. */
export async function askXorByDatagram(address: string, request: object, wanted: number): Promise<[string, string][]> {
  const answers = await askByDatagram(address, 9999, xorEncrypt(Buffer.from(JSON.stringify(request))), wanted);
  return answers.map(({ from, bytes }) => [from, xorDecrypt(bytes).toString()]);
}

export const GET_SYSINFO = { system: { get_sysinfo: {} } };
export const RESET = { system: { reset: { delay: 1 } } };
