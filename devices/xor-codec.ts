import { decrypt, encrypt, encryptWithHeader } from 'tplink-smarthome-crypto';

/** JSON as a datagram of the legacy protocol. */
export const xorDatagram = (json: string): Buffer => encrypt(json);

/** JSON as a message over TCP: 4 bytes of length go first. */
export const xorMessage = (json: string): Buffer => encryptWithHeader(json);

/** The text of a datagram, or of a message without its length. */
export const xorText = (bytes: Buffer): string => decrypt(bytes).toString('utf8');
