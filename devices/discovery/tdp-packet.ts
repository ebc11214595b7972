import { crc32 } from 'node:zlib';

/** Version, type, op code, length, flags, padding, serial, CRC: protocols/discovery.md. */
export const tdpHeaderBytes = 16;
/** Stands in the CRC's place while the CRC is made. */
const crcSeed = 0x5a6b7c8d;

/**
 * A TDP v2 probe that carries our public key: newer firmware wakes its HTTP server for this form only.
 * @param serial any number of 32 bits; plugs do not look at it
 */
export function tdpProbe(publicPem: string, serial: number): Buffer {
  const payload = Buffer.from(JSON.stringify({ params: { rsa_key: publicPem } }), 'utf8');
  const packet = Buffer.concat([Buffer.alloc(tdpHeaderBytes), payload]);
  packet.writeUInt8(2, 0);
  packet.writeUInt8(0, 1);
  packet.writeUInt16BE(1, 2);
  packet.writeUInt16BE(payload.length, 4);
  packet.writeUInt8(0x11, 6);
  packet.writeUInt32BE(serial, 8);
  packet.writeUInt32BE(crcSeed, 12);
  packet.writeUInt32BE(crc32(packet), 12);
  return packet;
}

/** JSON text of a TDP answer; undefined where there is none. Its header is not checked: no library does, and plugs differ. */
export const tdpPayload = (datagram: Buffer): string | undefined =>
  datagram.length > tdpHeaderBytes ? datagram.subarray(tdpHeaderBytes).toString('utf8') : undefined;
