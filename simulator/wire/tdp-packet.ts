import { crc32 } from 'node:zlib';

const HEADER_BYTES = 16;
const CRC_OFFSET = 12;
const CRC_SEED = 0x5a6b7c8d;
const VERSION = 2;
const OP_PROBE = 1;
const FLAGS_ANSWER = 0x22;

export interface TdpPacket {
  readonly flags: number;
  readonly serial: number;
  readonly payload: string;
}

/** A TDP v2 datagram, header fields as in protocols/discovery.md. */
export function writeTdp({ flags, serial, payload }: TdpPacket): Buffer {
  const body = Buffer.from(payload);
  const packet = Buffer.concat([Buffer.alloc(HEADER_BYTES), body]);
  packet.writeUInt8(VERSION, 0);
  packet.writeUInt16BE(OP_PROBE, 2);
  packet.writeUInt16BE(body.length, 4);
  packet.writeUInt8(flags, 6);
  packet.writeUInt8(flags === FLAGS_ANSWER ? 1 : 0, 7);
  packet.writeUInt32BE(serial, 8);
  packet.writeUInt32BE(CRC_SEED, CRC_OFFSET);
  packet.writeUInt32BE(crc32(packet), CRC_OFFSET);
  return packet;
}

export function writeTdpAnswer(serial: number, result: object): Buffer {
  return writeTdp({ flags: FLAGS_ANSWER, serial, payload: JSON.stringify({ result, error_code: 0 }) });
}

/** Reads a probe. Undefined for anything a plug would not take for one: wrong version, op code, length or checksum. */
export function readTdp(packet: Buffer): TdpPacket | undefined {
  if (packet.length < HEADER_BYTES) return undefined;
  if (packet.readUInt8(0) !== VERSION || packet.readUInt16BE(2) !== OP_PROBE) return undefined;
  if (packet.readUInt16BE(4) !== packet.length - HEADER_BYTES) return undefined;
  const summed = Buffer.from(packet);
  summed.writeUInt32BE(CRC_SEED, CRC_OFFSET);
  if (crc32(summed) !== packet.readUInt32BE(CRC_OFFSET)) return undefined;
  return {
    flags: packet.readUInt8(6),
    serial: packet.readUInt32BE(8),
    payload: packet.subarray(HEADER_BYTES).toString(),
  };
}
