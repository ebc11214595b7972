/** The few kinds of ASN.1 value (X.690) that a certificate is made of. */

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;
const SEQUENCE = 0x30;
const SET = 0x31;

function value(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

export const sequence = (...parts: Buffer[]): Buffer => value(SEQUENCE, Buffer.concat(parts));
export const set = (...parts: Buffer[]): Buffer => value(SET, Buffer.concat(parts));
export const utf8 = (text: string): Buffer => value(UTF8_STRING, Buffer.from(text));
export const bitString = (bytes: Buffer): Buffer => value(BIT_STRING, Buffer.concat([Buffer.alloc(1), bytes]));

/** A whole number that is not negative, as big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
  const negative = (bytes[0] ?? 0) >= 0x80;
  return value(INTEGER, negative ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

/** @param dotted `1.2.840.10045.4.3.2`. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(OBJECT_ID, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(part: number): number[] {
  const digits = [part & 0x7f];
  for (let left = part >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

export function time(at: Date): Buffer {
  return value(GENERALIZED_TIME, Buffer.from(`${at.toISOString().replaceAll(/[-:T]|\..*$/g, '')}Z`));
}
