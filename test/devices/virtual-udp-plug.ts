import { createSocket, type RemoteInfo } from 'node:dgram';
import type { TestContext } from 'node:test';
import { sysinfo, xorCipher } from './virtual-xor-plug.ts';

/** A datagram of TDP: whatever the header, then JSON. */
export const tdpDatagram = (answer: unknown): Buffer =>
  Buffer.concat([Buffer.from('020000010000220101020304deadbeef', 'hex'), Buffer.from(JSON.stringify(answer))]);

export const tdpResult = {
  device_id: '0123456789abcdef0123456789abcdef',
  owner: 'b58996c504c5638798eb6b511e6f49af',
  device_type: 'SMART.TAPOPLUG',
  device_model: 'P110(EU)',
  // what a device says of its own address is never used
  ip: '203.0.113.9',
  mac: '48-22-54-00-00-42',
  factory_default: false,
  mgt_encrypt_schm: { is_support_https: false, encrypt_type: 'KLAP', http_port: 80, lv: 2 },
};

export const tdpAnswer = (result: object = {}): Buffer =>
  tdpDatagram({ result: { ...tdpResult, ...result }, error_code: 0 });
export const xorAnswer = (fields: object = {}): Buffer =>
  xorCipher(JSON.stringify({ system: { get_sysinfo: { ...sysinfo, ...fields } } }));

/**
 * A socket at one port of one address that answers datagrams.
 * @param answers what goes back to a datagram; nothing for silence
 * @returns the datagrams that came, in order
 */
export async function virtualUdpPlug(
  t: TestContext,
  host: string,
  port: number,
  answers: (bytes: Buffer, from: RemoteInfo) => readonly Buffer[],
): Promise<Buffer[]> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const heard: Buffer[] = [];
  t.after(() => socket.close());
  socket.on('message', (bytes, from) => {
    heard.push(bytes);
    for (const answer of answers(bytes, from)) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(port, host, done));
  return heard;
}
